import type { MessagePortMain, ParentPort } from 'electron';
import { studioRouter } from '../../studio/router/index.ts';
import { createStudio } from '../../studio/studio.ts';
import { messagePortCarrier } from '../carriers/message-port.ts';
import { serveCarrier } from '../serve-carrier.ts';
import { studioOptions } from '../studio-options.ts';
import type { FromStudio, ToStudio } from './messages.ts';

/*
 * The studio as Electron's utility process. The shell has started it and hands it one port for each window; it dies with
 * the shell, and is started again by it when it falls.
 */

const { parentPort } = process as unknown as { parentPort: ParentPort };
const studio = createStudio(studioOptions());
const [projectPath] = process.argv.slice(2);
if (projectPath) studio.openProject(projectPath, false).catch(log);

parentPort.on('message', ({ data, ports }) => {
  const message = data as ToStudio;
  switch (message.kind) {
    case 'connect':
      for (const port of ports) connect(port);
      break;
    case 'picture':
      void answerPicture(message.id, message.address);
      break;
    case 'close':
      void close();
  }
});

function connect(port: MessagePortMain): void {
  serveCarrier(messagePortCarrier(port), {
    router: studioRouter,
    context: studio,
    onFault: (path, error) => {
      process.stderr.write(`${path}: `);
      log(error);
    },
  });
}

async function answerPicture(id: number, address: string): Promise<void> {
  const picture = await studio.picture(address).catch((error: unknown) => {
    log(error);
    return null;
  });
  const answer: FromStudio = { kind: 'picture', id, picture };
  parentPort.postMessage(answer);
}

async function close(): Promise<void> {
  await studio.close().catch(log);
  process.exit(0);
}

function log(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
