import { z } from 'zod';
import {
  agreementIdSchema,
  chooseImagesSchema,
  flagNamesSchema,
  imageFilterSchema,
  imageIdSchema,
  imageIdsPageSchema,
  imagePageSchema,
  imageQuerySchema,
  nextImageSchema,
  pathSchema,
  setFlagSchema,
  setNoteSchema,
  setStatusSchema,
  StudioError,
  takeReplacedSchema,
} from '../../contract/index.ts';
import { lookAtReplacedFile, takeReplacedFile } from '../exchange/replaced-file.ts';
import { relinkImages } from '../exchange/relink-images.ts';
import { chooseImages } from '../next/choose-images.ts';
import { flagImages, markImages } from '../project/long-steps.ts';
import { procedure, router } from './trpc.ts';

export const imagesRouter = router({
  list: procedure.input(imagePageSchema.prefault({})).query(({ ctx, input }) => ctx.project().store.images.list(input)),
  /** Ids alone, of as many as one asks for: to select them. */
  ids: procedure
    .input(imageIdsPageSchema.prefault({}))
    .query(({ ctx, input }) => ctx.project().store.images.listIds(input)),
  position: procedure
    .input(imageQuerySchema.extend({ imageId: imageIdSchema, nearest: z.boolean().default(false) }))
    .query(({ ctx, input }) => ctx.project().store.images.position(input, input.imageId, input.nearest)),
  /** How many images each choice of the filter would leave. */
  counts: procedure
    .input(z.object({ filter: imageFilterSchema.default({}) }).prefault({}))
    .query(({ ctx, input }) => ctx.project().store.work.counts(input.filter)),
  progress: procedure.query(({ ctx }) => ctx.project().store.work.progress()),
  next: procedure.input(nextImageSchema).query(({ ctx, input }) => ctx.project().store.work.next(input)),
  /** Ranks images by what labelling them is expected to teach, and keeps the first as the queue of the rule `chosen`: a job. */
  choose: procedure.input(chooseImagesSchema).mutation(({ ctx, input }) => chooseImages(ctx, input)),
  /** The choice that is kept, with what is left of it; null when none was made. */
  chosen: procedure.query(({ ctx }) => ctx.project().store.chosen.get()),
  forgetChosen: procedure.mutation(({ ctx }) => {
    ctx.project().store.chosen.set(null);
    ctx.emit({ kind: 'chosen' });
  }),
  get: procedure
    .input(z.object({ imageId: imageIdSchema, agreement: agreementIdSchema.optional() }))
    .query(({ ctx, input }) => {
      const { imageId, agreement } = input;
      const { store, fileCheck } = ctx.project();
      const [detail, image] = [store.images.detail(imageId, agreement), store.images.one(imageId)];
      if (detail && image) {
        void fileCheck.look(image);
        return { ...detail, fileReplaced: detail.fileReplaced || (detail.fileExists && fileCheck.isReplaced(image)) };
      }
      const where = agreement === undefined ? 'this project' : `the sample of agreement ${agreement}`;
      throw new StudioError('not found', `There is no image ${imageId} in ${where}.`);
    }),
  setStatus: procedure
    .input(setStatusSchema)
    .mutation(({ ctx, input }) => markImages(ctx, input.imageIds, input.status, input.agreement)),
  setFlag: procedure
    .input(setFlagSchema)
    .mutation(({ ctx, input }) => flagImages(ctx, input.imageIds, input.flag, input.on)),
  setNote: procedure
    .input(setNoteSchema)
    .mutation(({ ctx, input }) => ctx.project().store.setNote(input.imageId, input.note)),
  setFlagNames: procedure
    .input(z.object({ names: flagNamesSchema }))
    .mutation(({ ctx, input }) => ctx.project().store.setFlagNames(input.names)),
  /** What is now where the image's file was. */
  replacedFile: procedure
    .input(z.object({ imageId: imageIdSchema }))
    .query(({ ctx, input }) => lookAtReplacedFile(ctx.project().store, input.imageId)),
  /** Takes it as the image's picture, with the labels. */
  takeReplacedFile: procedure
    .input(takeReplacedSchema)
    .mutation(({ ctx, input }) => takeReplacedFile(ctx.project().store, input.imageId, input.scale)),
  /** Finds moved files by their content in a folder and all below. */
  relink: procedure.input(z.object({ folder: pathSchema })).mutation(({ ctx, input }) => {
    const { store } = ctx.project();
    return ctx.job('Looking for moved images', (handle) => relinkImages(store, input.folder, handle));
  }),
});
