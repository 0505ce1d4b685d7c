import { z } from 'zod';
import {
  filtersSchema,
  holdQueueSchema,
  inspectSchema,
  labelChangesSchema,
  moveInQueueSchema,
  runLogSchema,
  startGridSchema,
  startRunSchema,
} from '../../contract/index.ts';
import { recipesFor } from '../runs/recipes.ts';
import { listFilters } from '../runs/run-filters.ts';
import { readLog } from '../runs/run-log.ts';
import { procedure, router } from './trpc.ts';

const runIdSchema = z.object({ runId: z.int().positive() });

export const runsRouter = router({
  recipes: procedure.query(({ ctx }) =>
    recipesFor(ctx.currentProject()?.store.schema() ?? null, ctx.options.resourcesFolder),
  ),
  preview: procedure
    .input(startRunSchema.pick({ recipe: true }).extend({ epoch: z.int().min(1).default(1) }))
    .mutation(({ ctx, input }) => ctx.project().runs.previews.preview(input.recipe, input.epoch)),
  estimate: procedure
    .input(startRunSchema.pick({ recipe: true }))
    .mutation(({ ctx, input, signal }) => ctx.project().runs.estimates.estimate(input.recipe, signal ?? null)),
  list: procedure.query(({ ctx }) => ctx.project().runs.list()),
  get: procedure.input(runIdSchema).query(({ ctx, input }) => ctx.project().runs.get(input.runId)),
  changes: procedure
    .input(labelChangesSchema)
    .query(({ ctx, input }) => ctx.project().runs.changes(input.recipe, input.since)),
  log: procedure.input(runLogSchema).query(({ ctx, input }) => readLog(ctx.project().store, input.runId, input.bytes)),
  filters: procedure.input(filtersSchema).query(({ ctx, input }) => listFilters(ctx.project().store, input.run)),
  inspect: procedure.input(inspectSchema).mutation(({ ctx, input }) => ctx.project().runs.inspector.inspect(input)),
  start: procedure
    .input(startRunSchema)
    .mutation(({ ctx, input }) => ctx.project().runs.start(input.recipe, input.note)),
  startGrid: procedure
    .input(startGridSchema)
    .mutation(({ ctx, input }) => ctx.project().runs.startGrid(input.recipe, input.note, input.axes)),
  moveInQueue: procedure
    .input(moveInQueueSchema)
    .mutation(({ ctx, input }) => ctx.project().runs.moveInQueue(input.runId, input.place)),
  holdQueue: procedure.input(holdQueueSchema).mutation(({ ctx, input }) => ctx.project().runs.holdQueue(input.held)),
  stop: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.stop(input.runId)),
  pause: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.pause(input.runId)),
  continue: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.continue(input.runId)),
  cancel: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.cancel(input.runId)),
  resume: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.resume(input.runId)),
  delete: procedure.input(runIdSchema).mutation(({ ctx, input }) => ctx.project().runs.delete(input.runId)),
  setNote: procedure
    .input(runIdSchema.extend({ note: startRunSchema.shape.note }))
    .mutation(({ ctx, input }) => ctx.project().runs.setNote(input.runId, input.note)),
});
