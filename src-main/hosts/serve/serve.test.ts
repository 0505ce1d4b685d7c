import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { initTRPC } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { turnedAway } from './guard.ts';
import { builtPages } from './pages.ts';
import { serve, type Served } from './serve.ts';

const t = initTRPC.create();
const router = t.router({ who: t.procedure.query(() => 'the studio') });
const onFault = vi.fn();
let folder: string;
let served: Served;
let address: URL;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-pages-'));
  const pages = path.join(folder, 'renderer');
  await mkdir(path.join(pages, 'assets'), { recursive: true });
  await writeFile(path.join(pages, 'index.html'), '<!doctype html><title>the window</title>');
  await writeFile(path.join(pages, 'assets', 'main-1a2b.js'), 'start();');
  await writeFile(path.join(pages, 'notes.txt'), 'not for sending');
  await writeFile(path.join(folder, 'secret.json'), '{"secret":true}');
  await symlink(path.join(folder, 'secret.json'), path.join(pages, 'link.json'));
  served = await serve({
    host: '127.0.0.1',
    port: 0,
    router,
    context: {},
    onFault,
    picture: (wanted) => {
      if (wanted === 'images/13') return Promise.reject(new Error('disk on fire'));
      if (wanted === 'images/14') return Promise.resolve({ contentType: 'text/html', bytes: Buffer.from('<script>') });
      return Promise.resolve(
        ['images/12', 'runs/3/filters/7'].includes(wanted)
          ? { contentType: 'image/png', bytes: Buffer.from('png') }
          : null,
      );
    },
    pages: () => Promise.resolve(builtPages(pages)),
  });
  address = new URL(served.address);
});

afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** Sends the path as it stands: fetch and URL would tidy `..` away, and will not send another Host. */
function ask(pathname: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: address.port, path: pathname, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    asked.on('error', reject).end();
  });
}

const token = () => address.searchParams.get('token')!;
const cookie = () => ({ cookie: `keypoint-studio-${address.port}=${token()}` });

describe('the address', () => {
  it('is on this machine only and carries 256 random bits', () => {
    expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });

  it('answers with the page itself and a cookie that scripts and other sites cannot use', async () => {
    const answer = await ask(`/?token=${token()}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('the window');
    expect(answer.headers['set-cookie']).toEqual([
      `keypoint-studio-${address.port}=${token()}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
  });

  it.each(['/', '/?token=', '/?token=wrong', '/assets/main-1a2b.js', '/pictures/images/12', '/contract'])(
    'is refused without the token: %s',
    async (pathname) => {
      const answer = await ask(pathname);
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('open the address printed in the terminal');
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('counts in the address of the page only', async () => {
    expect((await ask(`/pictures/images/12?token=${token()}`)).status).toBe(401);
  });
});

it('says so when the port is taken', async () => {
  await expect(
    serve({
      host: '127.0.0.1',
      port: Number(address.port),
      router,
      context: {},
      onFault,
      picture: () => Promise.resolve(null),
      pages: () => Promise.resolve(builtPages(folder)),
    }),
  ).rejects.toThrow(`Port ${address.port} of 127.0.0.1 is taken by another program.`);
});

describe('who may ask', () => {
  it.each([
    ['localhost', 200],
    ['127.0.0.1', 200],
    ['[::1]', 200],
    // Through an ssh tunnel the port is another.
    ['localhost:8000', 200],
    ['faces.example', 403],
    ['localhost.faces.example', 403],
    ['user@localhost', 403],
  ])('a request to host %s is answered with %i', async (host, status) => {
    expect((await ask('/', { ...cookie(), host })).status).toBe(status);
  });

  it('nobody who does not say whom they ask', () => {
    expect(turnedAway({ host: undefined, origin: undefined }, new Set(['localhost']))).toContain('this name');
  });

  it('nobody from another site', async () => {
    expect((await ask('/', { ...cookie(), origin: 'http://faces.example' })).status).toBe(403);
    expect((await ask('/', { ...cookie(), origin: 'null' })).status).toBe(403);
  });

  it('nothing but GET and HEAD', async () => {
    expect((await ask('/', cookie(), 'POST')).status).toBe(405);
    expect((await ask('/', cookie(), 'HEAD')).status).toBe(200);
  });
});

describe('what is sent', () => {
  it('comes under a strict policy, and as what it is', async () => {
    const { headers } = await ask('/', cookie());
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('keeps hashed assets, never the page', async () => {
    const asset = await ask('/assets/main-1a2b.js', cookie());
    expect(asset.headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await ask('/', cookie())).headers['cache-control']).toBe('no-store');
  });

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%5csecret.json',
    '/link.json',
    '/notes.txt',
    '/assets',
    '/%',
    '/%00.json',
    '//secret.json',
  ])('is never outside the window’s folder nor of an unknown kind: %s', async (pathname) => {
    const answer = await ask(pathname, cookie());
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('secret":true');
  });

  it('is pictures by id', async () => {
    const picture = await ask('/pictures/images/12?v=1a2b3c4d', cookie());
    expect(picture).toMatchObject({ status: 200, text: 'png' });
    expect(picture.headers).toMatchObject({ 'content-type': 'image/png' });
    expect(picture.headers['cache-control']).toContain('immutable');
    expect((await ask('/pictures/images/12', cookie())).headers['cache-control']).toBe('no-store');
    expect(await ask('/pictures/runs/3/filters/7', cookie())).toMatchObject({ status: 200, text: 'png' });
  });

  it.each([
    '/pictures/images/11',
    '/pictures/images/0',
    '/pictures/images/../12',
    '/pictures/files/12',
    '/pictures/images/14',
    '/pictures/runs/3/filters/07',
    '/pictures/runs/03/filters/7',
    '/pictures/runs/3/filters/-1',
    '/pictures/runs/3/filters/1e1',
    '/pictures/runs/3/filters/7/',
    '/pictures/runs/3/filters/7.png',
    '/pictures/runs/3/filters/1234567',
    '/pictures/runs/3/filters/..%2f7',
    '/pictures/runs/3/filters/../filters/7/..',
    '/pictures/runs/0/filters/7',
    '/pictures/runs/3/best/7',
    '/pictures/runs/3',
  ])('is no picture: %s', async (pathname) => {
    expect((await ask(pathname, cookie())).status).toBe(404);
  });

  it('says that it failed without saying how, and logs how', async () => {
    const answer = await ask('/pictures/images/13', cookie());
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('fire');
    expect(onFault).toHaveBeenCalledWith('/pictures/images/13', expect.objectContaining({ message: 'disk on fire' }));
  });
});

describe('the contract', () => {
  /** Answers the first message to a call, or the HTTP status it was refused with. */
  function call(pathname: string, headers: Record<string, string>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${address.port}${pathname}`, { headers });
      socket.once('open', () => socket.send(JSON.stringify({ kind: 'call', id: 1, type: 'query', path: 'who' })));
      socket.once('message', (data: Buffer) => {
        resolve(JSON.parse(data.toString()));
        socket.close();
      });
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.once('error', reject);
    });
  }
  const own = () => ({ origin: `http://127.0.0.1:${address.port}` });

  it('is answered for the page', async () => {
    expect(await call('/contract', { ...cookie(), ...own() })).toEqual({ kind: 'result', id: 1, value: 'the studio' });
  });

  it.each([
    ['another site', '/contract', { origin: 'http://faces.example' }, 403],
    ['another port of this machine', '/contract', { origin: 'http://127.0.0.1:1' }, 403],
    ['no origin', '/contract', { origin: '' }, 403],
    ['another host', '/contract', { host: 'faces.example', origin: 'http://faces.example' }, 403],
    ['another path', '/elsewhere', {}, 404],
    ['no cookie', '/contract', { cookie: '' }, 401],
    ['a wrong cookie', '/contract', { cookie: 'keypoint-studio=1' }, 401],
  ])('is refused to %s', async (_, pathname, headers, status) => {
    expect(await call(pathname, { ...cookie(), ...own(), ...headers })).toBe(status);
  });
});
