import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeSchema, type RunDetail, type RunSummary } from '../../../../src-main/contract/index.ts';
import { bestOfGrid, csvOfGrid, linesOfGrid, sortedRuns } from './grid-table.ts';
import { runEntries } from './run-entries.ts';

const recipe = recipeSchema.parse(JSON.parse(readFileSync('resources/recipes/nose-cnn.json', 'utf8')));

function run(id: number, change: Partial<RunSummary> = {}): RunSummary {
  const grid = { id: 1, values: { batch: 10 * id } };
  return {
    ...{ id, status: 'finished', recipeName: 'nose-cnn', recipe, note: '', seed: 1, createdAt: '', startedAt: null },
    ...{ endedAt: null, device: null, epochsDone: 1, lastTrainLoss: 1, lastValidationLoss: 1, bestEpoch: 1 },
    ...{ bestValidationLoss: 1 / id, bestNme: 0.1, baselineLoss: 0.4, problem: null, resumable: false },
    snapshot: {
      ...{ hash: '', schemaName: '', split: { train: 1, validation: 1, none: 0 } },
      ...{ excluded: [], changedSincePrevious: null },
    },
    ...{ queuePlace: null, held: false, trainedSeconds: 2.25, grid },
    ...change,
  };
}
const waiting = (id: number) => run(id, { status: 'queued', epochsDone: 0, bestValidationLoss: null, bestNme: null });
const numbers = (runs: readonly RunSummary[]) => runs.map(({ id }) => id);

it('sorts by a column both ways, with what has nothing there last', () => {
  const runs = [run(1), waiting(2), run(3), run(10)];
  expect(numbers(sortedRuns(runs, 'loss', false))).toEqual([10, 3, 1, 2]);
  expect(numbers(sortedRuns(runs, 'loss', true))).toEqual([1, 3, 10, 2]);
  expect(numbers(sortedRuns(runs, { path: 'batch' }, true))).toEqual([10, 3, 2, 1]);
});

it('stars the lowest loss, and none where the runs learn different things or blew up', () => {
  expect(bestOfGrid([run(1), run(3), waiting(4)])).toBe(3);
  expect(bestOfGrid([run(1), run(2, { bestValidationLoss: NaN })])).toBe(1);
  expect(bestOfGrid([run(1), run(2, { recipe: { ...recipe, landmarks: ['nose 1'] } })])).toBeNull();
});

it('writes CSV with full figures, quoted where a value has commas', () => {
  const runs = [run(3), run(4, { grid: { id: 1, values: { batch: [1, '"'] } } }), waiting(5)];
  expect(csvOfGrid(runs).split('\r\n')).toEqual([
    'run,batch,status,best validation loss,NME,mean shape loss,beats mean shape,epochs,of epochs,seconds',
    '3,30,finished,0.3333333333333333,0.1,0.4,yes,1,15,2.3',
    '4,"[1,""\\""""]",finished,0.25,0.1,0.4,yes,1,15,2.3',
    '5,50,queued,,,0.4,,0,15,2.3',
    '',
  ]);
});

it('names every curve of a small grid and the five best of a large one, drawn over the others', () => {
  const details = new Map(
    Array.from({ length: 7 }, (_, index) => {
      const validationLoss = 1 / (index + 1);
      const epochs = [{ epoch: 1, trainLoss: 1, validationLoss, imagesPerSecond: 1, seconds: 1 }];
      return [index + 1, { ...run(index + 1), layers: [], samples: [], epochs } satisfies RunDetail];
    }),
  );
  const all = [...details.values()];
  expect(new Set(linesOfGrid(all.slice(0, 5), details).map(({ colour }) => colour)).size).toBe(5);
  const lines = linesOfGrid(all, details);
  expect(lines.filter(({ unnamed }) => unnamed).map(({ label }) => label)).toEqual(['run 1', 'run 2']);
  expect(lines.slice(-2).every(({ unnamed }) => unnamed)).toBe(true);
  expect(lines.find(({ label }) => label === 'run 7')?.points).toEqual([{ epoch: 1, value: 1 / 7 }]);
});

it('lists the runs of a grid under one row, when it is open', () => {
  const runs = [run(5, { grid: null }), run(3), run(2), run(1), run(0, { grid: null })];
  const words = (opened: number[]) => runEntries(runs, new Set(opened)).map(({ id }) => id);
  expect(words([])).toEqual(['run-5', 'grid-1', 'run-0']);
  expect(words([1])).toEqual(['run-5', 'grid-1', 'run-3', 'run-2', 'run-1', 'run-0']);
});
