import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakdowns } from '../src-main/contract/index.ts';
import { studioOptions } from '../src-main/hosts/studio-options.ts';
import { createStudioCaller } from '../src-main/studio/router/index.ts';
import { createStudio } from '../src-main/studio/studio.ts';
import { measuredProject } from './parts/store/measured-project.ts';

type Report = (name: string, value: number, unit: string, ratio?: number) => void;

/** As many as Part 3 of the write-up has. */
const faceCount = 6666;
/** What a person waits for without wondering, ms. */
const target = 2000;

/**
 * Measuring a run on 6,666 faces of 68 landmarks whose predictions are stored, asked as a window asks: what Compare shows, all
 * measures, and those told apart. The first time the labels, the predictions and the run's snapshot are read; later the studio knows them. Ratios are to two seconds.
 */
export async function run(report: Report): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'keypoint-studio-bench-'));
  const studio = createStudio({ ...studioOptions(), userFolder: join(scratch, 'user') });
  const caller = createStudioCaller(studio);
  const timed = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    const begun = performance.now();
    await work();
    const took = performance.now() - begun;
    report(name, took, 'ms', took / target);
  };
  try {
    const path = join(scratch, 'measured.kps');
    measuredProject(path, faceCount);
    await caller.project.open({ path });
    report('load average before', loadavg()[0] ?? NaN, 'processes');
    await timed('what Compare shows, the first time', () => caller.evaluation.evaluate({ run: 1, on: 'all' }));
    await timed('what Compare shows, again', () => caller.evaluation.evaluate({ run: 1, on: 'all' }));
    await timed('every face’s errors', () => caller.evaluation.errors({ run: 1, on: 'all' }));
    const instanceIds = Array.from({ length: 40 }, (_, place) => 1 + 150 * place);
    await timed('places of 40 faces', () => caller.evaluation.points({ run: 1, on: 'all', instanceIds }));
    await timed('all measures', () => caller.evaluation.measure({ runs: [1], on: 'all', ced: true }));
    for (const by of breakdowns)
      await timed(`all measures, and by ${by}`, () => caller.evaluation.measure({ runs: [1], on: 'all', by: [by] }));
  } finally {
    await studio.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
