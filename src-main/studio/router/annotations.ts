import { z } from 'zod';
import { agreementIdSchema, editSchema, imageIdSchema } from '../../contract/index.ts';
import { procedure, router } from './trpc.ts';

const historySchema = z.object({
  limit: z.int().min(1).max(1000).default(100),
  /** Only what is about this image. */
  imageId: imageIdSchema.optional(),
  /** Of its second labelling, where `imageId` is given; what can be undone is told of it alone. */
  agreement: agreementIdSchema.optional(),
});

/** With an agreement, only steps of its second labelling. */
const stepSchema = z.object({ agreement: agreementIdSchema.optional() });

export const annotationsRouter = router({
  edit: procedure.input(editSchema).mutation(({ ctx, input }) => ctx.project().store.applyEdit(input)),
  undo: procedure
    .input(stepSchema.prefault({}))
    .mutation(({ ctx, input }) => ctx.project().store.undo(input.agreement)),
  redo: procedure
    .input(stepSchema.prefault({}))
    .mutation(({ ctx, input }) => ctx.project().store.redo(input.agreement)),
  imported: procedure
    .input(z.object({ instanceId: z.int().positive() }))
    .query(({ ctx, input }) => ctx.project().store.importedFace(input.instanceId)),
  history: procedure
    .input(historySchema.prefault({}))
    .query(({ ctx, input }) => ctx.project().store.history(input.limit, input.imageId, input.agreement)),
  /** How the project's labelled shapes vary: what fills a face from a few of its landmarks. */
  shapeModel: procedure
    .input(
      z
        .object({
          /** Whose sample it is not to know: the first labels would show through. */ without:
            agreementIdSchema.optional(),
        })
        .prefault({}),
    )
    .query(({ ctx, input }) => {
      const { shapes, store } = ctx.project();
      return shapes.of(store, input.without);
    }),
  /** The nearest labelled image before this one of the same person, whose faces may be copied; null when there is none. */
  imageBefore: procedure
    .input(z.object({ imageId: imageIdSchema }))
    .query(({ ctx, input }) => ctx.project().store.imageBeforeOfGroup(input.imageId)),
});
