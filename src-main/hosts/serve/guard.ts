import { isIP } from 'node:net';

/** The headers that say who is asking. */
export interface Asking {
  host: string | undefined;
  origin: string | undefined;
}

/**
 * Why a request is turned away before anything else is looked at, or null. A page of another site can make a browser
 * send requests here, even under a name that it points at this machine (DNS rebinding): the Host header tells, and the
 * Origin header of whatever is not a plain GET.
 *
 * @param names host names this studio goes by, beside addresses of this machine
 */
export function turnedAway({ host, origin }: Asking, names: ReadonlySet<string>): string | null {
  const hostname = hostnameOf(host);
  if (hostname === null || !(names.has(hostname) || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0))
    return 'The studio does not go by this name. Open the address it printed.';
  if (origin !== undefined && origin !== `http://${host}`) return 'Pages of other sites may not use the studio.';
  return null;
}

function hostnameOf(host: string | undefined): string | null {
  if (!host || /[/?#@\\\s]/.test(host)) return null;
  const address = URL.parse(`http://${host}`);
  return address ? address.hostname.toLowerCase() : null;
}
