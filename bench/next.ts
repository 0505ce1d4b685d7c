import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strategySchema, type Evaluation } from '../src-main/contract/index.ts';
import { drawn, label, trainAndMeasure, unlabelledImm, walkCurve, withStudio, type Size } from './parts/next-curve.ts';

type Report = (name: string, value: number, unit: string, ratio?: number) => void;

const dataset = fileURLToPath(new URL('../../shared/data/imm_face_db/', import.meta.url));
const seeds = [1, 2, 3];
const whole: Size = { width: 96, height: 72, steps: 960, batch: 8, from: 20, to: 80, by: 20 };
const quick: Size = { width: 64, height: 48, steps: 500, batch: 4, from: 20, to: 60, by: 20 };

/**
 * `npm run bench -- next [--quick] [STRATEGY …]`: whether images chosen by a strategy teach more than as many drawn by chance. Of the IMM Face
 * Database (../shared/data) persons 33 to 40 are held out; 20 of the other 192 images are labelled to begin with, and each round the
 * strategy chooses 20 more, which get their labels, and the studio's default network is trained anew from its seed. Error on the
 * held-out 48, for three seeds; a ratio is to `random` of the same seed and number. By default: random and mixed. --quick: smaller
 * pictures, fewer and smaller steps, to 60 images instead of 80.
 */
export async function run(report: Report): Promise<void> {
  if (!existsSync(dataset)) throw new Error(`There is no ${dataset}.`);
  const [, ...words] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const wanted = words.map((word) => strategySchema.parse(word));
  const strategies = ['random' as const, ...(wanted.length > 0 ? wanted : ['mixed' as const])].filter(
    (strategy, place, all) => all.indexOf(strategy) === place,
  );
  const size = process.argv.includes('--quick') ? quick : whole;
  const { from, to, by } = size;
  const scratch = mkdtempSync(join(tmpdir(), 'keypoint-studio-bench-'));
  const measured = new Map<string, Evaluation>();
  const tell = (strategy: string, seed: number, labelled: number, evaluation: Evaluation): void => {
    measured.set(`${strategy} ${seed} ${labelled}`, evaluation);
    const yardstick = measured.get(`random ${seed} ${labelled}`);
    const name = `seed ${seed}, ${strategy}, ${labelled} labelled`;
    report(`${name}: MSE`, evaluation.mse, '', yardstick && evaluation.mse / yardstick.mse);
    const [nme, ofYardstick] = [evaluation.nmeInterOcular ?? NaN, yardstick?.nmeInterOcular ?? NaN];
    report(`${name}: NME`, 100 * nme, '%', yardstick && nme / ofYardstick);
  };
  try {
    await withStudio(scratch, async (caller, studio) => {
      const unlabelled = join(scratch, 'unlabelled.kps');
      const labels = await unlabelledImm(caller, unlabelled, dataset);
      for (const seed of seeds) {
        const begun = join(scratch, `seed-${seed}.kps`);
        cpSync(unlabelled, begun, { recursive: true });
        await caller.project.open({ path: begun });
        await label(caller, labels, drawn(labels, from, seed));
        const first = await trainAndMeasure(caller, studio, size, from, seed);
        await caller.project.close();
        for (const strategy of strategies) {
          tell(strategy, seed, from, first);
          const project = { from: begun, to: join(scratch, `${strategy}-${seed}.kps`), labels };
          await walkCurve(caller, studio, project, size, { strategy, seed }, (labelled, evaluation) =>
            tell(strategy, seed, labelled, evaluation),
          );
        }
      }
    });
    for (const strategy of strategies)
      for (let labelled = from; labelled <= to; labelled += by) {
        const mean = (value: (evaluation: Evaluation) => number): number =>
          seeds.reduce((sum, seed) => {
            const evaluation = measured.get(`${strategy} ${seed} ${labelled}`);
            return sum + (evaluation ? value(evaluation) : NaN) / seeds.length;
          }, 0);
        report(
          `mean of ${seeds.length} seeds, ${strategy}, ${labelled} labelled: MSE`,
          mean(({ mse }) => mse),
          '',
        );
        report(
          `mean of ${seeds.length} seeds, ${strategy}, ${labelled} labelled: NME`,
          mean(({ nmeInterOcular }) => 100 * (nmeInterOcular ?? NaN)),
          '%',
        );
      }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
