import { z } from 'zod';
import { editSchema, imageIdSchema } from '../../contract/index.ts';
import { procedure, router } from './trpc.ts';

const historySchema = z.object({
  limit: z.int().min(1).max(1000).default(100),
  /** Only what is about this image. */
  imageId: imageIdSchema.optional(),
});

export const annotationsRouter = router({
  edit: procedure.input(editSchema).mutation(({ ctx, input }) => ctx.project().store.applyEdit(input)),
  undo: procedure.mutation(({ ctx }) => ctx.project().store.undo()),
  redo: procedure.mutation(({ ctx }) => ctx.project().store.redo()),
  imported: procedure
    .input(z.object({ instanceId: z.int().positive() }))
    .query(({ ctx, input }) => ctx.project().store.importedFace(input.instanceId)),
  history: procedure
    .input(historySchema.prefault({}))
    .query(({ ctx, input }) => ctx.project().store.history(input.limit, input.imageId)),
  /** How the project's labelled shapes vary: what fills a face from a few of its landmarks. */
  shapeModel: procedure.query(({ ctx }) => {
    const { shapes, store } = ctx.project();
    return shapes.of(store);
  }),
  /** The nearest labelled image before this one of the same person, whose faces may be copied; null when there is none. */
  imageBefore: procedure
    .input(z.object({ imageId: imageIdSchema }))
    .query(({ ctx, input }) => ctx.project().store.imageBeforeOfGroup(input.imageId)),
});
