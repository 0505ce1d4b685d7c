import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStudioCaller } from './index.ts';
import { createTestProject, openTestProject } from '../runs/test-project.ts';
import { drawInto, temporaryFolder } from '../exchange/test-dataset.ts';

test('the contract imports, remembers the report, tells windows, and exports', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await drawInto(data, 1, 1);
  await using project = await openTestProject(await createTestProject());
  const caller = createStudioCaller(project.context);
  expect(await caller.exchange.lastImport()).toBeNull();
  const report = await caller.exchange.import({ path: data });
  expect(report).toMatchObject({ format: 'images', imagesAdded: 1, problems: [] });
  expect(await caller.exchange.lastImport()).toEqual(report);
  await project.until(() => project.events.some(({ kind }) => kind === 'images'));
  await project.until(() =>
    project.events.some(
      (event) => event.kind === 'project' && event.project?.images === project.store.summary().images,
    ),
  );
  const out = join(folder.path, 'out');
  expect(await caller.exchange.exportDataset({ format: 'coco', out })).toMatchObject({ images: 25, instances: 24 });
  await expect(caller.exchange.exportModel({ out: join(folder.path, 'model') })).rejects.toThrow(
    'This project has no run yet',
  );
  expect(project.context.jobs()).toEqual([]);
});
