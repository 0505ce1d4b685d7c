import { z } from 'zod';
import { agreementIdSchema, editSchema, imageIdSchema } from '../../contract/index.ts';
import { jumpInHistory, stepThroughHistory } from '../project/long-steps.ts';
import { procedure, router } from './trpc.ts';

const historySchema = z.object({
  limit: z.int().min(1).max(1000).default(100),
  /** Newer steps left out. */
  offset: z.int().nonnegative().default(0),
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
    .mutation(({ ctx, input }) => stepThroughHistory(ctx, 'undo', input.agreement)),
  redo: procedure
    .input(stepSchema.prefault({}))
    .mutation(({ ctx, input }) => stepThroughHistory(ctx, 'redo', input.agreement)),
  /** Undoes or redoes until the step is the newest that is done; 0: until none is. */
  jump: procedure
    .input(z.object({ entryId: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => jumpInHistory(ctx, input.entryId)),
  imported: procedure
    .input(z.object({ instanceId: z.int().positive() }))
    .query(({ ctx, input }) => ctx.project().store.importedFace(input.instanceId)),
  history: procedure
    .input(historySchema.prefault({}))
    .query(({ ctx, input }) => ctx.project().store.history(input.limit, input.imageId, input.agreement, input.offset)),
  /** Who or what placed each landmark of an image's faces, and when. */
  origins: procedure
    .input(z.object({ imageId: imageIdSchema }))
    .query(({ ctx, input }) => ctx.project().store.landmarkOrigins(input.imageId)),
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
    .query(({ ctx, input }) => ctx.project().store.images.beforeOfGroup(input.imageId)),
});
