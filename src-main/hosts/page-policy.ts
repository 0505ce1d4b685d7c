/**
 * Headers that go with everything a host sends to a window, served or in Electron: nothing may be run or shown that does
 * not come from the studio itself. Pictures may be data: addresses too (samples as the loader gives them).
 *
 * @param connect where the page may connect to beside its own origin
 * @see https://www.electronjs.org/docs/latest/tutorial/security item 7
 */
export function pageHeaders(connect: string[] = []): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src ${["'self'", ...connect].join(' ')}`,
      "worker-src 'self'",
      // A report, under a policy of its own.
      "frame-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  };
}

/**
 * Headers of a report: a page of its own styles and pictures that runs nothing and asks for nothing, and that stands in a frame of the
 * window's.
 */
export function reportHeaders(): Record<string, string> {
  return {
    ...pageHeaders(),
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ].join('; '),
    'x-frame-options': 'SAMEORIGIN',
  };
}
