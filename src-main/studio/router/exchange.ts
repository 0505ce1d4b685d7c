import { exportDatasetSchema, exportModelSchema, importSchema, type ImportReport } from '../../contract/index.ts';
import { exportDataset } from '../exchange/export-dataset.ts';
import { exportModel } from '../exchange/export-model.ts';
import { importDataset } from '../exchange/import-dataset.ts';
import { procedure, router } from './trpc.ts';

/** Datasets in and out, models out. Each is a job that every window sees and may cancel. */
export const exchangeRouter = router({
  import: procedure.input(importSchema).mutation(async ({ ctx, input }): Promise<ImportReport> => {
    const project = ctx.project();
    const report = await ctx.job('Importing', (handle) => importDataset(project.store, input, handle));
    project.lastImport = report;
    ctx.emit({ kind: 'images', imageIds: null });
    ctx.emit({ kind: 'project', project: project.store.summary() });
    return report;
  }),

  lastImport: procedure.query(({ ctx }): ImportReport | null => ctx.project().lastImport),

  exportDataset: procedure.input(exportDatasetSchema).mutation(async ({ ctx, input }) => {
    const { store } = ctx.project();
    return ctx.job('Exporting the dataset', (handle) => exportDataset(store, input, handle));
  }),

  exportModel: procedure.input(exportModelSchema).mutation(async ({ ctx, input }) => {
    const { store } = ctx.project();
    return ctx.job('Exporting the model', (handle) => exportModel(store, input, handle));
  }),
});
