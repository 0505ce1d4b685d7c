import { Command, InvalidArgumentError } from 'commander';
import type { RunSummary } from '../../../contract/index.ts';
import { aPath } from '../arguments.ts';
import { followRuns } from '../follow-runs.ts';
import { table, type Output } from '../output.ts';
import { withProject, type StudioCaller } from '../studio-session.ts';

interface QueueOptions {
  move?: { runId: number; place: number };
  train?: boolean;
}

export function queueCommand(output: Output): Command {
  return new Command('queue')
    .description('List the runs that wait, in their order; move one; train them one after another.')
    .argument('<project>', 'project folder', aPath)
    .option('--move <run=place>', 'move a run that waits, such as 7=1: the next to be trained', aMove)
    .option('--train', 'train those that wait; Ctrl-C stops the one that trains and leaves the others waiting')
    .action((path: string, { move, train = false }: QueueOptions) =>
      withProject(
        output,
        { path, readOnly: !move && !train },
        async (session) => {
          const { caller } = session;
          if (move) await caller.runs.moveInQueue(move);
          const waiting = await waitingRuns(caller);
          const rows = waiting.map(({ id, recipeName, seed, note }, place) => [place + 1, id, recipeName, seed, note]);
          const head = ['place', 'run', 'recipe', 'seed', 'note'];
          output.result({ queue: waiting }, waiting.length === 0 ? 'No run waits.' : table([head, ...rows]));
          if (!train) return;
          await caller.runs.holdQueue({ held: false });
          await followRuns(output, session, waiting);
        },
        { ownInterrupt: train },
      ),
    );
}

async function waitingRuns(caller: StudioCaller): Promise<RunSummary[]> {
  const runs = await caller.runs.list();
  return runs
    .filter(({ status }) => status === 'queued')
    .sort((one, other) => (one.queuePlace ?? Infinity) - (other.queuePlace ?? Infinity));
}

/** `7=1`; places from 1 for people, from 0 in the contract. */
function aMove(word: string): { runId: number; place: number } {
  const [, run, place] = /^(\d+)=([1-9]\d*)$/.exec(word) ?? [];
  if (run === undefined || place === undefined)
    throw new InvalidArgumentError('It must be a run’s number and its place from 1, such as 7=1.');
  return { runId: Number(run), place: Number(place) - 1 };
}
