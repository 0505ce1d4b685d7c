import { MessageChannel } from 'node:worker_threads';

/*
 * Stands for Electron's shell towards the bundled studio, in Node: hands it a port as the shell does for a window, asks
 * one thing over it, prints the answer, and tells it to leave. Run with the bundle's path as its argument.
 */

let tell: (event: { data: unknown; ports: unknown[] }) => void = () => undefined;
Object.assign(process, {
  parentPort: {
    on: (_: 'message', listener: typeof tell) => (tell = listener),
    postMessage: () => undefined,
  },
});

const bundle = process.argv[2] ?? '';
// The studio reads a project's path from its arguments, and gets none here.
process.argv.splice(2);
await import(bundle);

const { port1, port2 } = new MessageChannel();
tell({ data: { kind: 'connect' }, ports: [port2] });
port1.on('message', (answer: string) => {
  process.stdout.write(`${answer}\n`);
  port1.close();
  tell({ data: { kind: 'close' }, ports: [] });
});
port1.postMessage(JSON.stringify({ kind: 'call', id: 1, type: 'query', path: 'system.info' }));
