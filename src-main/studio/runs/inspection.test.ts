import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createStudioCaller } from '../router/index.ts';
import type { Studio } from '../studio.ts';
import { createTestProject, openTestProject, removeTestProjects, testRecipe, trainerIsThere } from './test-project.ts';

afterAll(removeTestProjects);

describe.skipIf(!trainerIsThere)('looking into a run, with real trainers', { timeout: 60_000 }, () => {
  it('keeps its first filters as pictures, told as they are drawn; an address that is no number is no picture', async () => {
    await using project = await openTestProject(await createTestProject());
    const studio = project.context as Studio;
    const caller = createStudioCaller(studio);
    const { id } = project.runs.start(testRecipe(), '');
    await project.until(() => project.runs.get(id).status === 'finished');
    expect(await caller.runs.filters({ run: 'latest' })).toEqual({ runId: id, epochs: [0, 1, 2, 3] });
    expect(project.events.filter(({ kind }) => kind === 'run filters')).toEqual(
      [0, 1, 2, 3].map((epoch) => ({ kind: 'run filters', runId: id, epoch })),
    );
    const picture = await studio.picture(`runs/${id}/filters/3?v=2026`);
    expect(picture?.contentType).toBe('image/png');
    expect(Buffer.from(picture!.bytes).subarray(1, 4).toString()).toBe('PNG');

    // Files that are there and must not be reached, and one that is no picture of an epoch.
    const folder = join(project.folder, 'runs', String(id));
    writeFileSync(join(folder, 'filters', 'epoch-secret.png'), 'secret');
    writeFileSync(join(folder, 'epoch-0007.png'), 'secret');
    mkdirSync(join(folder, 'filters', 'epoch-0009.png.unfinished'));
    expect((await caller.runs.filters({ run: id })).epochs).toEqual([0, 1, 2, 3]);
    for (const address of [
      `runs/${id}/filters/4`,
      `runs/${id}/filters/03`,
      `runs/${id}/filters/3.png`,
      `runs/${id}/filters/3/../3`,
      `runs/${id}/filters/../7`,
      `runs/${id}/filters/secret`,
      `runs/${id}/filters/3\n`,
      `runs/${id}/filters/`,
      `runs/../${id}/filters/3`,
      `runs/0${id}/filters/3`,
      `runs/9/filters/3`,
      `/runs/${id}/filters/3`,
      `runs/${id}/log.txt`,
    ])
      expect(await studio.picture(address), address).toBeNull();
    await expect(caller.runs.filters({ run: 9 })).rejects.toThrow('There is no run 9');
  });

  it('answers what its network makes of an image, other layers and the same again without another trainer', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    const { id } = project.runs.start(testRecipe(), '');
    await expect(caller.runs.inspect({ run: id, imageId: 1 })).rejects.toThrow('no model');
    await project.until(() => project.runs.get(id).status === 'finished');
    const looks = (): number =>
      project.events.filter((event) => event.kind === 'job' && event.ended && event.job.title.startsWith('Looking'))
        .length;

    const first = await caller.runs.inspect({ run: id, imageId: 1 });
    expect(first).toMatchObject({
      runId: id,
      layers: [
        { row: 1, name: 'conv 3×3, 4, relu', output: '12×16×4' },
        { row: 2, name: 'max pool 2×2', output: '6×8×4' },
      ],
      layer: { row: 1, mapCount: 4 },
      landmarks: [{ name: 'nose' }],
      heatmaps: [],
    });
    expect(first.epoch).toBe(project.runs.get(id).bestEpoch);
    expect(first.picture).toMatch(/^data:image\/png;base64,/);
    await project.until(() => looks() === 1);
    expect((await caller.runs.inspect({ run: 'latest', imageId: 1, layer: 2 })).layer).toMatchObject({
      row: 2,
      mapCount: 4,
    });
    expect((await caller.runs.inspect({ run: id, imageId: 1 })).layer).toEqual(first.layer);
    expect(looks()).toBe(1);

    await expect(caller.runs.inspect({ run: id, imageId: 1, layer: 4 })).rejects.toThrow(
      'Layer 4 of run 1 gives no maps. Those that do: 1 (conv 3×3, 4, relu), 2 (max pool 2×2).',
    );
    await expect(caller.runs.inspect({ run: id, imageId: 999 })).rejects.toThrow('no image 999');
    const other = await caller.runs.inspect({ run: id, imageId: 2 });
    expect(other.picture).not.toBe(first.picture);
    await project.until(() => looks() === 2);
  });

  it('can be cancelled, and is asked anew after that', async () => {
    await using project = await openTestProject(await createTestProject());
    const caller = createStudioCaller(project.context);
    const { id } = project.runs.start(testRecipe(), '');
    await project.until(() => project.runs.get(id).status === 'finished');
    const asked = caller.runs.inspect({ run: id, imageId: 1 });
    const refused = expect(asked).rejects.toThrow('cancelled');
    const job = () => project.context.jobs().find(({ title }) => title.startsWith('Looking'));
    await project.until(() => job() !== undefined);
    project.context.cancelJob(job()!.id);
    await refused;
    expect((await caller.runs.inspect({ run: id, imageId: 1 })).layer?.mapCount).toBe(4);
  });
});
