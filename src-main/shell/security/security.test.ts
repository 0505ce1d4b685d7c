import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerAppRequest, appScheme } from './app-scheme.ts';
import { guardNavigation, type GuardedContents } from './navigation.ts';
import { denyPermissions, type GuardedSession } from './permissions.ts';
import { isFromOwnPage } from './senders.ts';
import { webPreferences } from './web-preferences.ts';

it('gives the window a sandbox, a world of its own and no Node', () => {
  expect(webPreferences('/preload.cjs')).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

describe('navigation', () => {
  type Listener = (event: { url: string; preventDefault(): void }) => void;
  function guarded() {
    const listeners = new Map<string, Listener>();
    let open: (details: { url: string }) => { action: 'deny' } = () => ({ action: 'deny' });
    const contents: GuardedContents = {
      on: (event: string, listener: unknown) => listeners.set(event, listener as Listener),
      setWindowOpenHandler: (handler) => (open = handler),
    };
    const openExternal = vi.fn();
    guardNavigation(contents, openExternal);
    const isPrevented = (event: string, url: string) => {
      const preventDefault = vi.fn();
      listeners.get(event)!({ url, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    return { isPrevented, openExternal, open: (url: string) => open({ url }) };
  }

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s stays on our own page', (event) => {
    const { isPrevented } = guarded();
    expect(isPrevented(event, 'studio://app/')).toBe(false);
    for (const url of [
      'https://faces.example/',
      'file:///etc/passwd',
      'studio://app.faces.example/',
      'data:text/html,',
      '',
    ])
      expect(isPrevented(event, url), url).toBe(true);
  });

  it('attaches no webview', () => {
    expect(guarded().isPrevented('will-attach-webview', '')).toBe(true);
  });

  it('opens no window, and web links in the browser', () => {
    const { open, openExternal } = guarded();
    expect(open('https://faces.example/help')).toEqual({ action: 'deny' });
    expect(openExternal).toHaveBeenCalledExactlyOnceWith('https://faces.example/help');
  });

  it.each([
    'http://faces.example/',
    'file:///usr/bin/true',
    'smb://host/share',
    'https://user:word@faces.example/',
    'x',
  ])('neither opens a window nor hands on %s', (url) => {
    const { open, openExternal } = guarded();
    expect(open(url)).toEqual({ action: 'deny' });
    expect(openExternal).not.toHaveBeenCalled();
  });
});

it.each([
  ['media', false],
  ['clipboard-read', false],
  ['clipboard-sanitized-write', true],
])('of permissions grants only to copy text: %s', (permission, expected) => {
  const granted: boolean[] = [];
  const session: GuardedSession = {
    setPermissionRequestHandler: (handler) => handler(null, permission, (answer) => granted.push(answer)),
    setPermissionCheckHandler: (handler) => granted.push(handler(null, permission)),
    setDevicePermissionHandler: (handler) => granted.push(handler()),
  };
  denyPermissions(session);
  expect(granted).toEqual([expected, expected, false]);
});

it('hears only our own page', () => {
  expect(isFromOwnPage({ senderFrame: { url: 'studio://app/', parent: null } })).toBe(true);
  expect(isFromOwnPage({ senderFrame: { url: 'https://faces.example/', parent: null } })).toBe(false);
  expect(isFromOwnPage({ senderFrame: { url: 'studio://app/', parent: {} } })).toBe(false);
  expect(isFromOwnPage({ senderFrame: null })).toBe(false);
});

describe('the app’s own scheme', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-shell-'));
    await writeFile(path.join(folder, 'index.html'), 'the window');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const ask = (url: string, method = 'GET') =>
    answerAppRequest(folder, (address) => {
      if (address === 'images/13') return Promise.reject(new Error('no studio'));
      return Promise.resolve(address === 'images/12' ? { contentType: 'image/png', bytes: Buffer.from('png') } : null);
    })({ url, method });

  it('is standard and secure, and never goes around the policy', () => {
    expect(appScheme.privileges).toEqual({ standard: true, secure: true, supportFetchAPI: true });
  });

  it('answers with the page under a strict policy', async () => {
    const page = await ask('studio://app/');
    expect(page.status).toBe(200);
    expect(await page.text()).toBe('the window');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers pictures by id', async () => {
    const picture = await ask('studio://app/pictures/images/12?v=1a2b3c4d');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(await picture.text()).toBe('png');
  });

  it.each([
    ['studio://elsewhere/', 'GET', 404],
    ['file:///etc/passwd', 'GET', 404],
    ['studio://app/..%2f..%2fetc%2fpasswd', 'GET', 404],
    ['studio://app/pictures/images/13', 'GET', 404],
    ['studio://app/pictures/images/%2e%2e', 'GET', 404],
    ['studio://app/pictures/runs/3/filters/..%2f7', 'GET', 404],
    ['studio://app/pictures/runs/3/filters/7.png', 'GET', 404],
    ['studio://app/', 'POST', 405],
  ])('refuses %s by %s', async (url, method, status) => {
    expect((await ask(url, method)).status).toBe(status);
  });
});
