import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Response } from '../../../src-main/contract/index.ts';
import { programFolder } from '../../../src-main/hosts/studio-options.ts';

const commandLine = join(programFolder, 'src-main', 'hosts', 'command-line', 'main.ts');

/** A real studio process that serves a project, and one connection to it as a window has it. */
export interface ServedProcess {
  /** Asks the studio; null when it was killed before it answered. */
  call(path: string, type: 'query' | 'mutation', input?: unknown): Promise<unknown>;
  /** SIGKILL; settles when the process is gone and every answer it sent has arrived. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** Answers null when `killAfter` (milliseconds from the start) came before the studio could be reached. */
export async function serveProject(project: string, home: string, killAfter?: number): Promise<ServedProcess | null> {
  const child = spawn(process.execPath, [commandLine, 'serve', project, '--json'], {
    env: { ...process.env, KEYPOINT_STUDIO_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const timer = killAfter === undefined ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  let address: URL | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    address = new URL((JSON.parse(line) as { address: string }).address);
    break;
  }
  if (timer) clearTimeout(timer);
  if (!address || child.exitCode !== null || child.signalCode !== null) {
    await gone;
    return null;
  }
  const cookie = `keypoint-studio-${address.port}=${address.searchParams.get('token') ?? ''}`;
  const socket = new WebSocket(`ws://${address.host}/contract`, { headers: { cookie }, origin: address.origin });
  await once(socket, 'open');
  const waiting = new Map<number, (response: Response | null) => void>();
  socket.on('message', (data: Buffer) => {
    const response = JSON.parse(data.toString()) as Response;
    waiting.get(response.id)?.(response);
    waiting.delete(response.id);
  });
  // The answers that the process had sent before it died come before this.
  const closed = once(socket, 'close').then(() => {
    for (const answer of waiting.values()) answer(null);
  });
  socket.on('error', () => socket.terminate());
  let lastId = 0;
  return {
    async call(path, type, input) {
      const id = (lastId += 1);
      const answered = new Promise<Response | null>((resolve) => waiting.set(id, resolve));
      if (socket.readyState !== WebSocket.OPEN) return null;
      socket.send(JSON.stringify({ kind: 'call', id, type, path, input }));
      const response = await answered;
      if (response?.kind === 'error') throw new Error(`${path}: ${response.message}`);
      return response?.kind === 'result' ? response.value : null;
    },
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([gone, closed]);
    },
    async stop() {
      child.kill('SIGTERM');
      await Promise.all([gone, closed]);
    },
  };
}
