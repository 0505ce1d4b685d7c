import { inspect } from 'node:util';
import { StudioError } from '../contract/errors.ts';
import { tellsOfMemory, whatToTryForMemory } from '../contract/out-of-memory.ts';
import { trainerJobSchema, type TrainerJob } from '../contract/trainer.ts';
import { describe } from './describe.ts';
import { loadEngine } from './engines/engine.ts';
import { inspectImage } from './inspection/inspect-image.ts';
import { estimate } from './estimate/estimate.ts';
import { readJsonFile } from './json-file.ts';
import { openChannel, type Send } from './messages.ts';
import { predict } from './predict.ts';
import { survey } from './survey/survey.ts';
import { trainRun } from './train-job.ts';
import { Pause } from './training/pause.ts';

/**
 * The trainer process: `node main.ts <job.json>` (contract/trainer.ts). Exit code 0 when the job is done, stopped or
 * cancelled, 1 after a 'failed' message. All files are replaced atomically, so that it may be ended at any moment.
 */
const stop = { requested: false, recycle: false };
const pause = new Pause((paused) => channel.send({ kind: 'paused', paused }));
const leave = (): never => process.exit(0);
process.on('SIGTERM', leave);
// A terminal's Ctrl-C reaches the trainer too; under a studio it is the studio that then asks for the best epoch.
process.on('SIGINT', process.send ? () => undefined : leave);
const channel = openChannel((command) => {
  if (command.kind === 'stop') stop.requested = true;
  if (command.kind === 'pause') pause.ask();
  // A stopped run that rests has to go on to its end.
  if (command.kind === 'continue' || command.kind === 'stop') pause.end();
  if (command.kind === 'recycle') stop.recycle = true;
  if (command.kind === 'cancel') leave();
});

let job: TrainerJob | null = null;
try {
  const [jobFile] = process.argv.slice(2);
  if (!jobFile) throw new StudioError('bad input', 'The trainer needs a job: node main.ts <job.json>');
  job = await readJsonFile(jobFile, trainerJobSchema, 'job');
  await work(job, channel.send);
} catch (problem) {
  // The stack is for the log; people get the sentence.
  if (!(problem instanceof StudioError)) process.stderr.write(`${inspect(problem)}\n`);
  channel.send({ kind: 'failed', message: toldOf(problem) });
  process.exitCode = 1;
}
await channel.flush();
// The channel would keep the process alive.
process.exit();

async function work(job: TrainerJob, send: Send): Promise<void> {
  const engine = await loadEngine();
  const { tf, device, notice } = engine;
  send({ kind: 'device', device, notice });
  switch (job.kind) {
    case 'describe':
      return describe(tf, job, send);
    case 'estimate':
      return estimate(tf, job, device, send);
    case 'train':
      return trainRun(tf, job, send, stop, pause);
    case 'inspect':
      return inspectImage(tf, job, send);
    case 'survey':
      return survey(engine, job, send, stop);
    case 'predict':
      return predict(engine, job, send, stop);
  }
}

/** The sentence for people; where memory ran out, with what to try. */
function toldOf(problem: unknown): string {
  const message = problem instanceof Error ? problem.message : String(problem);
  if (problem instanceof StudioError || !tellsOfMemory(message)) return message;
  const advice =
    job && 'recipe' in job ? whatToTryForMemory(job.recipe.batch) : 'Close what else takes memory and try again.';
  return `There was not enough memory. ${advice} (${message.split('\n')[0]})`;
}
