import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuredColumns, measureNames, normalisers, type ReportResult } from '../../contract/index.ts';
import { measureRuns } from '../evaluation/measure-runs.ts';
import {
  createTestProject,
  openTestProject,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  type TestProject,
} from '../runs/test-project.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { makeReport } from './make-report.ts';

const hostile = '"><img src=x onerror=alert(1)>\u0000';

/** Two runs on a drawn project whose names are those of somebody who wishes the reader ill. */
describe.skipIf(!trainerIsThere)('a report', { timeout: 240_000 }, () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await openTestProject(await createTestProject());
    const { store, runs } = project;
    const [first] = store.images.withInstances({});
    store.importImages(
      [
        {
          ...first!.image,
          name: `image ${hostile}`,
          group: '7',
          file: store.images.file(first!.image),
          instances: [
            { box: null, landmarks: first!.instances[0]!.landmarks, origin: { kind: 'import', source: 'x' } },
          ],
        },
      ],
      'Imported',
    );
    store.setSplit({ by: 'group', validation: '7-8' });
    const schema = store.schema();
    store.setSchema({
      schema: {
        ...schema,
        landmarks: schema.landmarks.map((each) => (each.name === 'nose' ? { ...each, name: `nose ${hostile}` } : each)),
      },
      renamed: [{ from: 'nose', to: `nose ${hostile}` }],
    });
    const recipe = testRecipe({ title: `title ${hostile}`, landmarks: 'all', epochs: 2 });
    runs.start(recipe, `note ${hostile}`);
    runs.start({ ...recipe, name: 'slow', optimizer: { ...recipe.optimizer, learningRate: 1e-6 } }, '');
    await project.until(() => [1, 2].every((id) => store.predictions.of(id).length === 25));
    store.verdicts.set(2, [{ instance: store.instance(19)!, errorPx: 4.5 }], 'label wrong');
  }, 240_000);
  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    removeTestProjects();
  });

  const report = (change: Partial<Parameters<typeof makeReport>[1]> = {}): Promise<ReportResult> =>
    project.context.job('Report', (handle) =>
      makeReport(project.context, { runs: [1, 2], on: 'validation', visibleOnly: false, ...change }, handle),
    );

  it('is one file with both runs that needs no other, and is kept as a page', async () => {
    const { out, id, name, bytes, runs, refused } = await report();
    expect({ runs, refused }).toEqual({ runs: [1, 2], refused: [] });
    expect(out).toBe(join(project.folder, 'reports', name));
    const page = readFileSync(out!, 'utf8');
    expect(Buffer.byteLength(page)).toBe(bytes);
    expect(project.context.project().reports.page(id)!.toString()).toBe(page);
    expect(page).toContain('run 1 · tiny');
    expect(page).toContain('run 2 · slow');
    expect(page).toContain('optimizer.learningRate');
    expect(bytes).toBeLessThan(3_000_000);

    // Whatever a page could ask for: only what is written into it, and places in it.
    const addresses = [...page.matchAll(/\b(?:href|src|srcset|action|poster|data)\s*=\s*"([^"]*)"/g)].map(
      ([, at]) => at!,
    );
    expect(addresses.length).toBeGreaterThan(30);
    for (const address of addresses)
      expect(address).toMatch(/^(#|data:(image\/(png|jpeg)|text\/csv;charset=utf-8);base64,)/);
    expect(page).not.toMatch(/https?:|url\(|@import|<script|<link|<iframe|javascript:/i);
    const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:`;
    expect(page.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}" />`)).toBe(true);
  });

  it('says of which images it is', async () => {
    const { out, name } = await report({ filter: { labelled: 'wholly' } });
    expect(readFileSync(out!, 'utf8')).toContain('own split, of them those with all landmarks placed');
    expect(name).toContain(', filtered');
  });

  it('takes what names and notes hold for text', async () => {
    const page = readFileSync((await report()).out!, 'utf8');
    expect(page).not.toContain('<img src=x');
    // No element has an attribute that runs something.
    expect(page.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
    const written = '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;';
    for (const word of ['image', 'nose', 'title', 'note']) expect(page).toContain(`${word} ${written}`);
    expect(page).not.toContain('\u0000');
  });

  it('tells what is measured, in the page and in the tables that are saved from it', async () => {
    const files = join(temporaryFolder(), 'files');
    const made = await report({ files });
    const page = readFileSync(made.out!, 'utf8');
    const { runs } = await measureRuns(project.context, {
      ...{ runs: [1, 2], on: 'validation' as const, visibleOnly: false, ced: true },
      by: ['landmark', 'person'],
    });
    const columns = measuredColumns(
      measureNames.filter((name) => name !== 'ced'),
      [...normalisers],
    );

    const measures = readCsv(saved(page, 'measures.csv'));
    expect(measures[0]).toEqual(['Measure', 'run 1 · tiny', 'run 2 · slow', 'mean shape']);
    for (const column of columns) {
      const row = measures.find(([title]) => title === column.title);
      const expected = [runs[0]!.run!, runs[1]!.run!, runs[0]!.baseline!].map((each) => column.value(each));
      // A figure that nothing has (the schema names no pupils) has no row.
      if (expected.every((value) => value === null)) expect(row, column.title).toBeUndefined();
      else expect(row!.slice(1).map(Number), column.title).toEqual(expected);
    }
    const written = /MSE x\/W,y\/H<\/th>\s*<td[^>]*>(?:<span[^>]*>★<\/span>)?([^<]*)/.exec(page)![1]!;
    expect(written.trim()).toBe(runs[0]!.run!.mse.toExponential(3));

    const byLandmark = readCsv(saved(page, 'by-landmark.csv'));
    const [head] = byLandmark;
    const nose = byLandmark.find((row) => row[0] === '2' && row[2]!.startsWith('nose') && row[3] === 'run')!;
    const part = runs[1]!.by.landmark!.find(({ name }) => name.startsWith('nose'))!;
    expect(Number(nose[head!.indexOf('mean px')])).toBe(part.run!.meanErrorPx);

    const curve = readCsv(saved(page, 'error-curve.csv')).filter(([label]) => label === 'run 1 · tiny');
    expect(curve.map(([, error]) => Number(error))).toEqual(runs[0]!.run!.normalised['inter-ocular']!.ced);

    const losses = readCsv(saved(page, 'losses.csv'));
    const epochs = project.store.runs.epochs(1);
    expect(losses.slice(1).map((row) => Number(row[2]))).toEqual(epochs.map(({ validationLoss }) => validationLoss));

    const verdicts = readCsv(saved(page, 'verdicts.csv'));
    expect(verdicts).toHaveLength(2);
    expect(verdicts[1]!.slice(0, 5)).toEqual(['2', 'picture 19', '19', '7', 'label wrong']);

    // What was asked for as files is what can be saved from the page.
    const names = readdirSync(files).filter((name) => !name.endsWith('.json'));
    expect(made.files).toEqual({ folder: files, count: names.length });
    for (const name of names)
      expect(readFileSync(join(files, name)).equals(Buffer.from(savedBytes(page, name), 'base64')), name).toBe(true);
    const { width, height } = await sharp(join(files, 'losses.png')).metadata();
    expect([width, height]).toEqual([1920, 800]);
    expect((await sharp(join(files, 'losses.png')).stats()).isOpaque).toBe(true);
  });

  it('is of one run too, says what is not counted, and is written where it is asked to be', async () => {
    const [first] = project.store.images.withInstances({ split: 'validation' });
    const { id } = first!.instances[0]!;
    const landmark = { ...first!.instances[0]!.landmarks[2]!, visibility: 'absent' as const };
    project.store.applyEdit({
      label: 'Absent',
      changes: [{ kind: 'move landmarks', instanceId: id, landmarks: [{ index: 2, landmark }] }],
    });
    const out = join(temporaryFolder(), 'one.html');
    const made = await report({ runs: [1], out });
    project.store.undo();
    expect(made).toMatchObject({ out, runs: [1], name: 'report run 1 on validation.html' });
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('run 1 · tiny: 1 (landmarks marked absent)');
    expect(page).not.toContain('run 2');
  });

  it('is refused in words, leaving nothing behind', async () => {
    await expect(report({ runs: [7] })).rejects.toThrow('There is no run 7');
    const out = join(temporaryFolder(), 'cancelled.html');
    const cancelled = project.context.job('Report', (handle) => {
      project.context.cancelJob(project.context.jobs().at(-1)!.id);
      return makeReport(project.context, { runs: [1], on: 'validation', visibleOnly: false, out }, handle);
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(existsSync(out)).toBe(false);
  });
});

/** What a link of the page saves under that name, base64. */
function savedBytes(page: string, name: string): string {
  return new RegExp(`href="data:[^"]*;base64,([^"]*)" download="${name}"`).exec(page)![1]!;
}

const saved = (page: string, name: string): string => Buffer.from(savedBytes(page, name), 'base64').toString('utf8');

/** RFC 4180, read by a program that shares nothing with the one that writes. */
function readCsv(content: string): string[][] {
  const fields = /(?:^|(,|\r\n))(?:"((?:[^"]|"")*)"|([^,\r\n]*))/g;
  const rows: string[][] = [[]];
  for (const [, before, quoted, plain] of content.matchAll(fields)) {
    if (before === '\r\n') rows.push([]);
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return rows;
}
