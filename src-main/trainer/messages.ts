import { inspect } from 'node:util';
import type { TrainerCommand, TrainerMessage } from '../contract/trainer.ts';

type WithoutVersion<Message> = Message extends unknown ? Omit<Message, 'version'> : never;
export type Message = WithoutVersion<TrainerMessage>;
export type Send = (message: Message) => void;

export interface Channel {
  send: Send;
  /** Resolves when all that was sent has left this process. */
  flush(): Promise<void>;
}

/**
 * Messages go to the parent over the IPC channel of `child_process.fork`; without one, as JSON lines to stdout.
 * The trainer leaves at once when the parent goes away: an orphan would write into a run that is resumed elsewhere.
 */
export function openChannel(onCommand: (command: TrainerCommand) => void): Channel {
  let sent: Promise<unknown> = Promise.resolve();
  const write = process.send ? sendToParent : printLine;
  if (process.send) {
    process.on('message', (command: TrainerCommand) => onCommand(command));
    process.on('disconnect', () => process.exit(0));
  }
  return {
    send(message) {
      const written = write({ version: 1, ...message });
      sent = sent.then(() => written);
    },
    async flush() {
      await sent;
    },
  };
}

function sendToParent(message: TrainerMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, undefined, {}, (problem) => {
      if (problem) process.stderr.write(`A message could not be sent to the studio: ${inspect(problem)}\n`);
      resolve();
    });
  });
}

function printLine(message: TrainerMessage): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve()));
}
