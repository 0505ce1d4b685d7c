import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box, Change, Landmark, LandmarkSchema } from '../../contract/index.ts';
import { previewSchemaChange } from '../project/preview-schema.ts';
import {
  createTestProject,
  openTestProject,
  removeTestProjects,
  testRecipe,
  trainerIsThere,
  type TestProject,
} from '../runs/test-project.ts';
import { comparisonOf } from './comparison-cache.ts';
import { evaluate } from './evaluate.ts';
import { faceErrors } from './face-errors.ts';
import { facePoints } from './face-points.ts';
import { measureRuns } from './measure-runs.ts';
import { meanErrorPx } from './measures.ts';
import { predict, predictionsOf } from './predict.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';

type Named = LandmarkSchema['landmarks'][number];

const nose = 2;
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One run of the nose on a drawn project. What a test changes it takes back by undo. */
describe.skipIf(!trainerIsThere)('a trained run', { timeout: 60_000 }, () => {
  let project: TestProject;

  beforeAll(async () => {
    project = await openTestProject(await createTestProject());
    const { id } = project.runs.start(testRecipe(), '');
    await project.until(() => project.store.predictions.of(id).length === 24);
  }, 60_000);
  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    removeTestProjects();
  });

  /** The faces that are compared, as the database has them, with their errors. */
  const compared = async (asked: Parameters<typeof comparisonOf>[2] = { on: 'validation' }) => {
    const { faces } = await comparisonOf(project.context.project(), project.store.runs.one(1)!, asked);
    return faces.map((face) => ({ ...face, errorPx: meanErrorPx(face.truth, face.predicted)! }));
  };
  const worstFirst = async () => (await compared()).sort((one, other) => other.errorPx - one.errorPx);
  const setLandmark = (instanceId: number, index: number, landmark: Landmark): void => {
    const change: Change = { kind: 'move landmarks', instanceId, landmarks: [{ index, landmark }] };
    project.store.applyEdit({ label: 'Moved', changes: [change] });
  };

  it('is measured on its part as plain arithmetic says', async () => {
    const { mse, meanErrorPx, nmeInterOcular, rmseXPx, ...rest } = await evaluate(project.context, {
      run: 'latest',
      on: 'validation',
    });
    const errors = project.store.predictions
      .of(1)
      .filter(({ imageId }) => project.store.images.one(imageId)?.split === 'validation')
      .map(({ instanceId, landmarks }) => {
        const truth = project.store.instance(instanceId)!.landmarks[nose]!;
        return [landmarks[0]![0] - truth.x, landmarks[0]![1] - truth.y] as const;
      });
    expect(errors).toHaveLength(6);
    expect(mse).toBeCloseTo(mean(errors.flatMap(([dx, dy]) => [(dx / 64) ** 2, (dy / 48) ** 2])), 12);
    expect(meanErrorPx).toBeCloseTo(mean(errors.map(([dx, dy]) => Math.hypot(dx, dy))), 9);
    expect(rmseXPx).toBeCloseTo(Math.sqrt(mean(errors.map(([dx]) => dx * dx))), 9);
    // The eyes are drawn 16 px apart; they divide the error though the run did not learn them.
    expect(nmeInterOcular).toBeCloseTo(meanErrorPx / 16, 9);
    expect(rest).toMatchObject({ runId: 1, on: 'validation', images: 6, landmarks: 1, excluded: [] });
    expect(rest.beatsBaseline).toBe(mse < rest.baseline.mse);
  });

  it('finds its landmarks through changes of the schema, and is refused in words once they are gone', async () => {
    const before = await evaluate(project.context, { run: 1, on: 'validation' });
    const schema = project.store.schema();
    const [left, right, tip] = schema.landmarks as [Named, Named, Named];
    // The nose comes first and the right eye takes its name.
    const exchanged = {
      ...schema,
      landmarks: [{ ...tip, name: 'beak' }, left, { ...right, name: 'nose' }],
      mirrorPairs: [[1, 2] as [number, number]],
      outerEyeCorners: [1, 2] as [number, number],
    };
    const renamed = [
      { from: 'nose', to: 'beak' },
      { from: 'right eye', to: 'nose' },
    ];
    project.store.setSchema({ schema: exchanged, renamed });
    const after = await evaluate(project.context, { run: 1, on: 'validation' });
    expect(after).toEqual(before);
    const { landmarks } = predictionsOf(project.context, { run: 1, imageId: 1 });
    expect(landmarks).toEqual([{ index: 0, name: 'beak' }]);

    const without = { ...schema, landmarks: [left, { ...right, name: 'nose' }] };
    const change = { schema: without, renamed: [{ from: 'beak', to: null }] };
    expect(previewSchemaChange(project.store, change)).toMatchObject({
      lostLabels: 24,
      runs: [{ runId: 1, lost: ['beak'] }],
    });
    project.store.setSchema(change);
    const asked = { run: 1, on: 'validation', visibleOnly: false } as const;
    for (const refused of [() => evaluate(project.context, asked), () => faceErrors(project.context, asked)])
      await expect(refused()).rejects.toThrow(/Run 1 learned nose, which the schema test-3 has lost since/);
    expect(() => predictionsOf(project.context, { run: 1, imageId: 1 })).toThrow(/has lost since/);

    project.store.undo();
    project.store.undo();
    expect(await evaluate(project.context, { run: 1, on: 'validation' })).toEqual(before);
  });

  describe('by all measures', () => {
    const measured = (change: Partial<Parameters<typeof measureRuns>[1]> = {}) =>
      measureRuns(project.context, { runs: [1], on: 'validation', visibleOnly: false, by: [], ced: false, ...change });

    it('is what the short evaluation says, and the same told apart', async () => {
      const short = await evaluate(project.context, { run: 1, on: 'validation' });
      const { runs, refused } = await measured({ by: ['landmark', 'group', 'person', 'split'], ced: true });
      expect(refused).toEqual([]);
      const [found] = runs;
      expect(found).toMatchObject({ runId: 1, images: 6, landmarks: 1, agreement: null, floor: null, excluded: [] });
      const { run, baseline, by } = found!;
      const same = ['mse', 'meanErrorPx', 'medianErrorPx', 'p95ErrorPx', 'rmseXPx', 'rmseYPx'] as const;
      for (const name of same) expect([run![name], baseline![name]]).toEqual([short[name], short.baseline[name]]);
      // The eyes are 16 px apart, pupils and corners alike.
      const { nme, ced, auc, failureRate } = run!.normalised['inter-ocular']!;
      expect(nme).toBeCloseTo(short.nmeInterOcular!, 12);
      expect(run!.normalised['inter-pupil']!.nme).toBeCloseTo(nme, 12);
      expect(ced).toHaveLength(6);
      expect(failureRate['0.10']).toBe(ced!.filter((each) => each > 0.1).length / 6);
      expect(auc['0.10']).toBeCloseTo(mean(ced!.map((each) => Math.max(0, 0.1 - each) / 0.1)), 12);
      expect(by.landmark).toMatchObject([{ name: 'nose', run: { points: 6, meanErrorPx: run!.meanErrorPx } }]);
      expect(by.group).toMatchObject([{ name: 'nose', run: { points: 6 } }]);
      expect(by.split).toMatchObject([{ name: 'validation', run: { faces: 6 } }]);
      const persons = by.person!.map((person) => person.run!);
      expect(persons.reduce((sum, { faces }) => sum + faces, 0)).toBe(6);
      const pooled = persons.reduce((sum, { faces, meanErrorPx }) => sum + faces * meanErrorPx, 0) / 6;
      expect(pooled).toBeCloseTo(run!.meanErrorPx, 12);
    });

    it('tells train and validation apart, as the run had them', async () => {
      const [found] = (await measured({ on: 'all', by: ['split'] })).runs;
      expect(found!.by.split!.map(({ name, run }) => [name, run!.faces])).toEqual([
        ['train', 18],
        ['validation', 6],
      ]);
    });

    it('counts what it leaves out, also occluded landmarks where asked to', async () => {
      const [first, second] = project.store.images.withInstances({ split: 'validation' });
      const truth = first!.instances[0]!.landmarks[nose]!;
      setLandmark(first!.instances[0]!.id, nose, { ...truth, visibility: 'occluded' });
      setLandmark(second!.instances[0]!.id, 0, { x: 0, y: 0, visibility: 'absent' });
      const [all] = (await measured()).runs;
      expect(all!.run).toMatchObject({
        faces: 6,
        points: 6,
        normalised: { 'inter-ocular': { faces: 5, facesWithoutSize: 1 } },
      });
      const [visible] = (await measured({ visibleOnly: true })).runs;
      expect(visible!.run).toMatchObject({ faces: 5, points: 5, normalised: { box: { faces: 5 } } });
      expect(visible!.excluded).toEqual([
        { reason: 'occluded landmarks', count: 1 },
        { reason: 'faces without a distance between the outer eye corners, in the inter-ocular NME', count: 1 },
        { reason: 'faces without a distance between the pupils, in the inter-pupil NME', count: 1 },
      ]);
      for (let edit = 0; edit < 2; edit++) project.store.undo();
    });

    it('stands beside the labeller’s own second labelling', async () => {
      const [entry] = project.store.images.withInstances({ split: 'validation' });
      const imageId = entry!.image.id;
      const agreement = project.store.agreements.start({ imageIds: [imageId], seed: 1, filter: {} });
      const landmarks = entry!.instances[0]!.landmarks.map((each) => ({ ...each, x: each.x + 4 }));
      const changes: Change[] = [{ kind: 'add instance', imageId, box: null, landmarks }];
      project.store.applyEdit({ label: 'Again', changes, agreement });
      project.store.setStatus([imageId], 'done', agreement);
      expect((await evaluate(project.context, { run: 1, on: 'validation' })).floor).toBeNull();
      project.store.agreements.finish(agreement);
      const [found] = (await measured({ by: ['landmark'] })).runs;
      expect(found).toMatchObject({ agreement, floor: { faces: 1, points: 1, meanErrorPx: 4 } });
      expect(found!.floor!.normalised['inter-ocular']!.nme).toBeCloseTo(4 / 16, 12);
      expect(found!.by.landmark![0]!.floor!.meanErrorPx).toBe(4);
      expect((await evaluate(project.context, { run: 1, on: 'validation' })).floor).toMatchObject({
        agreement,
        images: 1,
        nme: 0.25,
        measures: { meanErrorPx: 4, mse: (4 / 64) ** 2 / 2 },
      });
      for (let edit = 0; edit < 4; edit++) project.store.undo();
      expect(project.store.agreements.all()).toEqual([]);
    });

    it('is refused in words, and only where no other run can be measured as an error', async () => {
      await expect(measured({ runs: [9] })).rejects.toThrow('There is no run 9');
      const schema = project.store.schema();
      const [left, right] = schema.landmarks as [Named, Named];
      const without = { ...schema, landmarks: [left, right] };
      project.store.setSchema({ schema: without, renamed: [{ from: 'nose', to: null }] });
      await expect(measured()).rejects.toThrow(/has lost since/);
      project.store.undo();
    });
  });

  it('is measured against labels as they are now', async () => {
    const before = await evaluate(project.context, { run: 1, on: 'validation' });
    const worst = (await worstFirst())[0]!;
    const [x, y] = worst.predicted[0]!;
    setLandmark(worst.instance.id, nose, { x, y, visibility: 'visible' });
    const after = await evaluate(project.context, { run: 1, on: 'validation' });
    expect(after.meanErrorPx).toBeCloseTo(before.meanErrorPx - worst.errorPx / 6, 9);
    expect((await worstFirst()).at(-1)).toMatchObject({ image: { id: worst.image.id }, errorPx: 0 });
    project.store.undo();
  });

  it('says what it did not count', async () => {
    const [first, second, third] = project.store.images.withInstances({ split: 'validation' });
    setLandmark(first!.instances[0]!.id, nose, { x: 0, y: 0, visibility: 'absent' });
    setLandmark(second!.instances[0]!.id, 0, { x: 0, y: 0, visibility: 'absent' });
    project.store.setStatus([third!.image.id], 'rejected');
    expect(await evaluate(project.context, { run: 1, on: 'validation' })).toMatchObject({
      images: 4,
      excluded: [
        { reason: 'no landmarks that the recipe learns', count: 1 },
        { reason: 'rejected', count: 1 },
        { reason: 'faces without a distance between the outer eye corners, in the NME', count: 1 },
      ],
    });
    for (let edit = 0; edit < 3; edit++) project.store.undo();
  });

  it('never validates on what it trained on, when the split is changed later', async () => {
    project.store.setSplit({ by: 'group', validation: '6-7' });
    const evaluation = await evaluate(project.context, { run: 1, on: 'validation' });
    // Group 6 was trained on; group 8 was not, and validated this run.
    expect(evaluation).toMatchObject({ images: 6, excluded: [{ reason: 'trained on by this run', count: 3 }] });
    expect(await evaluate(project.context, { run: 1, on: 'train' })).toMatchObject({ images: 18 });
    expect(await evaluate(project.context, { run: 1, on: 'all' })).toMatchObject({ images: 24 });
    project.store.undo();
  });

  it('is told of one image as of all', async () => {
    const [compare] = await compared();
    const [face] = predictionsOf(project.context, { run: 'latest', imageId: compare!.image.id }).faces;
    expect(face!.instanceId).toBeNull();
    expect(compare!.predicted).toEqual(face!.points);
    expect(compare!.truth).toEqual([project.store.instance(compare!.instance.id)!.landmarks[nose]]);
  });

  const floats = (text: string): number[] => {
    const bytes = Buffer.from(text, 'base64');
    return Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(4 * place));
  };

  it('tells every face’s errors at once, and where the landmarks of some are', async () => {
    const asked = { run: 1, on: 'validation' } as const;
    const { landmarks, faces, errors } = await faceErrors(project.context, { ...asked, visibleOnly: false });
    const items = await compared();
    expect(landmarks).toEqual([{ index: nose, name: 'nose' }]);
    expect(faces.map(({ instanceId }) => instanceId)).toEqual(items.map(({ instance }) => instance.id));
    expect(faces[0]).toMatchObject({ width: 64, height: 48, sizes: { 'inter-ocular': 16, 'inter-pupil': 16 } });
    for (const [row, error] of floats(errors).entries()) expect(error).toBeCloseTo(items[row]!.errorPx, 4);

    const [first, second] = items;
    const found = await facePoints(project.context, { ...asked, instanceIds: [second!.instance.id, 9999] });
    expect(found.instanceIds).toEqual([second!.instance.id]);
    const { truth, predicted } = second!;
    for (const [place, value] of [truth[0]!.x, truth[0]!.y, ...predicted[0]!].entries())
      expect(floats(found.points)[place]).toBeCloseTo(value, 4);

    // An edit is seen at once, and an absent landmark is no error.
    setLandmark(first!.instance.id, nose, { ...first!.truth[0]!, visibility: 'occluded' });
    const seen = await faceErrors(project.context, { ...asked, visibleOnly: true });
    expect(floats(seen.errors).map(Number.isNaN)).toEqual([true, false, false, false, false, false]);
    expect(floats((await faceErrors(project.context, { ...asked, visibleOnly: false })).errors)).toEqual(
      floats(errors),
    );
    project.store.undo();
  });

  it('is measured and shown on the images of a filter alone', async () => {
    const filter = { group: '8' };
    expect(await evaluate(project.context, { run: 1, on: 'validation', filter })).toMatchObject({ images: 3 });
    expect((await compared({ on: 'all', filter })).map(({ image }) => image.group)).toEqual(['8', '8', '8']);
    const { runs } = await measureRuns(project.context, {
      ...{ runs: [1], on: 'all', filter, visibleOnly: false, by: ['landmark'], ced: false, sides: true },
    });
    expect(runs[0]).toMatchObject({ images: 3, sides: [], by: { landmark: [{ boxPlot: { outliers: [] } }] } });
    await expect(evaluate(project.context, { run: 1, on: 'all', filter: { text: 'no such image' } })).rejects.toThrow(
      'There are no labelled images that the filter leaves.',
    );
  });

  it('tells of a face that it has no size to divide by', async () => {
    const [first] = await compared();
    const eyes = first!.instance.landmarks[0]!;
    setLandmark(first!.instance.id, 0, { ...eyes, visibility: 'absent' });
    const { faces } = await faceErrors(project.context, { run: 1, on: 'validation', visibleOnly: false });
    expect(faces.map(({ sizes }) => sizes['inter-ocular'])).toEqual([null, 16, 16, 16, 16, 16]);
    project.store.undo();
  });

  it('predicts images that were labelled after it ended', async () => {
    const stored = project.store.predictions.of(1);
    project.store.predictions.replace(1, stored.slice(0, 20));
    expect(predictionsOf(project.context, { run: 1, imageId: 24 }).faces).toEqual([]);
    expect(await evaluate(project.context, { run: 1, on: 'all' })).toMatchObject({ images: 24 });
    expect(project.store.predictions.of(1)).toEqual(stored);
  });

  it('predicts images of the project by filter', async () => {
    const { runId, predictions, problems } = await predict(project.context, { run: 1, on: { filter: { group: '8' } } });
    expect([runId, problems]).toEqual([1, []]);
    expect(predictions.map(({ imageId }) => imageId)).toEqual([22, 23, 24]);
    expect(predictions[0]).toMatchObject({ path: join(project.folder, 'images', '22.png'), width: 64, height: 48 });
    const [x, y] = predictionsOf(project.context, { run: 1, imageId: 22 }).faces[0]!.points[0]!;
    expect(predictions[0]!.landmarks).toEqual([{ name: 'nose', x, y }]);
  });

  it('predicts files and folders anywhere, and names those it cannot', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
    const own = join(project.folder, 'images', '5.png');
    copyFileSync(own, join(folder, 'deep', 'er', 'a10.PNG'));
    copyFileSync(own, join(folder, 'a9.png'));
    writeFileSync(join(folder, 'broken.jpg'), 'no picture');
    writeFileSync(join(folder, 'notes.txt'), 'not asked');
    const missing = join(folder, 'missing.png');
    const { predictions, problems } = await predict(project.context, {
      run: 'latest',
      on: { paths: [folder, own, missing, join(folder, 'notes.txt')] },
    });
    expect(predictions.map(({ path, imageId }) => [path, imageId])).toEqual([
      [join(folder, 'a9.png'), null],
      [join(folder, 'deep', 'er', 'a10.PNG'), null],
      [own, 5],
    ]);
    const [x, y] = predictionsOf(project.context, { run: 1, imageId: 5 }).faces[0]!.points[0]!;
    for (const { landmarks } of predictions) {
      expect(landmarks[0]!.x).toBeCloseTo(x, 4);
      expect(landmarks[0]!.y).toBeCloseTo(y, 4);
    }
    expect(problems.map(({ file }) => file)).toEqual([missing, join(folder, 'notes.txt'), join(folder, 'broken.jpg')]);
  });

  it('takes a box on a larger picture for a whole one, where the run learned from those', async () => {
    const own = join(project.folder, 'images', '5.png');
    const large = join(temporaryFolder(), 'large.png');
    await sharp({ create: { width: 300, height: 200, channels: 3, background: '#204060' } })
      .composite([{ input: own, left: 100, top: 60 }])
      .png()
      .toFile(large);
    const ask = (file: string, box?: Box) => predict(project.context, { run: 1, on: { paths: [file], box } });
    const noseIn = ({ predictions }: Awaited<ReturnType<typeof ask>>) => predictions[0]!.landmarks[0]!;
    const known = noseIn(await ask(own));
    const found = await ask(large, { x: 100, y: 60, width: 64, height: 48 });
    expect(found.predictions[0]).toMatchObject({ width: 300, height: 200 });
    expect(noseIn(found).x).toBeCloseTo(known.x + 100, 3);
    expect(noseIn(found).y).toBeCloseTo(known.y + 60, 3);
    expect((await ask(large, { x: 900, y: 60, width: 64, height: 48 })).problems).toMatchObject([{ file: large }]);
  });

  it('is asked for in vain when it is not there', async () => {
    await expect(evaluate(project.context, { run: 7, on: 'validation' })).rejects.toMatchObject({
      code: 'not found',
      message: 'There is no run 7 in this project.',
    });
    expect(() => predictionsOf(project.context, { run: 1, imageId: 99 })).toThrow(/no image 99/);
    await using empty = await openTestProject(await createTestProject());
    await expect(evaluate(empty.context, { run: 'latest', on: 'validation' })).rejects.toThrow(/has no run yet/);
  });
});
