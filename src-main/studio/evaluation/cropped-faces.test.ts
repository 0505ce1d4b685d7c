import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../contract/index.ts';
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
import { meanErrorPx } from './measures.ts';
import { predict, predictionsOf } from './predict.ts';

const input = { width: 16, height: 16, channels: 'gray', crop: 'box', margin: 0.5 } as const;

/** A run on boxes, of a project whose last picture has two faces. What a test changes it takes back by undo. */
describe.skipIf(!trainerIsThere)('a run that crops', { timeout: 60_000 }, () => {
  let project: TestProject;
  let second: number;

  beforeAll(async () => {
    project = await openTestProject(await createTestProject());
    const { store } = project;
    const [face] = store.images.detail(24)!.instanceList;
    store.applyEdit({
      label: 'Added a face',
      changes: [
        {
          kind: 'add instance',
          imageId: 24,
          box: { x: 1, y: 1, width: 20, height: 20 },
          landmarks: face!.landmarks.map((landmark) => ({ ...landmark, x: landmark.x / 2 })),
        },
      ],
    });
    second = store.images.detail(24)!.instanceList[1]!.id;
    const { id } = project.runs.start(testRecipe({ input }), '');
    await project.until(() => store.predictions.of(id).length === 25);
  }, 60_000);
  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    removeTestProjects();
  });

  const facesOf = (imageId: number) => predictionsOf(project.context, { run: 1, imageId }).faces;
  const setBox = (instanceId: number, box: Box | null) =>
    project.store.applyEdit({ label: 'Box', changes: [{ kind: 'set box', instanceId, box }] });
  const compared = async () =>
    (await comparisonOf(project.context.project(), project.store.runs.one(1)!, { on: 'validation' })).faces;

  it('answers for each face of a picture', async () => {
    const faces = facesOf(24);
    expect(faces.map(({ instanceId }) => instanceId)).toEqual([24, second]);
    expect(faces[0]!.points).not.toEqual(faces[1]!.points);
    const found = await compared();
    for (const { instanceId, points } of faces)
      expect(found.find(({ instance }) => instance.id === instanceId)!.predicted).toEqual(points);
    const { predictions } = await predict(project.context, { run: 1, on: { filter: { group: '8' } } });
    expect(predictions.map(({ imageId, instanceId }) => [imageId, instanceId])).toEqual([
      [22, 22],
      [23, 23],
      [24, 24],
      [24, second],
    ]);
  });

  it('is measured over its crops, as its training was, and in px', async () => {
    const evaluation = await evaluate(project.context, { run: 1, on: 'validation' });
    expect(evaluation).toMatchObject({ runId: 1, images: 6 });
    const run = project.store.runs.one(1)!;
    const epoch = project.store.runs.epochs(1).find((each) => each.epoch === run.bestEpoch)!;
    expect(evaluation.mse).toBeCloseTo(epoch.validationLoss, 6);
    expect(evaluation.baseline.mse).toBeCloseTo(run.baselineLoss!, 6);
    const errors = (await compared()).map(({ truth, predicted }) => meanErrorPx(truth, predicted)!);
    expect(evaluation.meanErrorPx).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / 7, 9);
  });

  it('forgets the answer for a box that was moved, finds it again by undo, and else is asked anew', async () => {
    const before = facesOf(24);
    setBox(second, { x: 5, y: 5, width: 20, height: 20 });
    expect(facesOf(24)).toEqual([before[0]]);
    project.store.undo();
    expect(facesOf(24)).toEqual(before);
    setBox(second, { x: 5, y: 5, width: 20, height: 20 });
    await evaluate(project.context, { run: 1, on: 'validation' });
    expect(facesOf(24)[0]).toEqual(before[0]);
    expect(facesOf(24)[1]!.points).not.toEqual(before[1]!.points);
    project.store.undo();
  });

  it('follows the landmarks of a face that has no box', () => {
    const nose = project.store.instance(22)!.landmarks[2]!;
    const before = facesOf(22);
    const change = (y: number) =>
      project.store.applyEdit({
        label: 'Moved',
        changes: [{ kind: 'move landmarks', instanceId: 22, landmarks: [{ index: 2, landmark: { ...nose, y } }] }],
      });
    change(nose.y + 9);
    expect(facesOf(22)).toEqual([]);
    project.store.undo();
    expect(facesOf(22)).toEqual(before);
  });

  it('looks at a box of a file, and at the whole of it without one', async () => {
    await compared();
    const path = project.store.images.file(project.store.images.one(24)!);
    const box = { x: 1, y: 1, width: 20, height: 20 };
    const boxed = await predict(project.context, { run: 1, on: { paths: [path], box } });
    const [, face] = facesOf(24);
    expect(boxed.predictions[0]).toMatchObject({ imageId: 24, instanceId: null });
    expect(boxed.predictions[0]!.landmarks[0]!.x).toBeCloseTo(face!.points[0]![0], 3);
    const whole = await predict(project.context, { run: 1, on: { paths: [path] } });
    expect(whole.predictions[0]!.landmarks[0]!.x).not.toBeCloseTo(face!.points[0]![0], 1);
    const beside = { ...box, x: 900 };
    expect(await predict(project.context, { run: 1, on: { paths: [path], box: beside } })).toMatchObject({
      predictions: [],
      problems: [{ file: path, message: expect.stringMatching(/is beside it/) as string }],
    });
  });
});
