import { z } from 'zod';
import {
  agreementIdSchema,
  imageIdSchema,
  imagePageSchema,
  imageQuerySchema,
  pathSchema,
  setStatusSchema,
  StudioError,
} from '../../contract/index.ts';
import { relinkImages } from '../exchange/relink-images.ts';
import { procedure, router } from './trpc.ts';

export const imagesRouter = router({
  list: procedure.input(imagePageSchema.prefault({})).query(({ ctx, input }) => ctx.project().store.listImages(input)),
  position: procedure
    .input(imageQuerySchema.extend({ imageId: imageIdSchema }))
    .query(({ ctx, input }) => ctx.project().store.imagePosition(input, input.imageId)),
  get: procedure
    .input(z.object({ imageId: imageIdSchema, agreement: agreementIdSchema.optional() }))
    .query(({ ctx, input }) => {
      const { imageId, agreement } = input;
      const detail = ctx.project().store.imageDetail(imageId, agreement);
      if (detail) return detail;
      const where = agreement === undefined ? 'this project' : `the sample of agreement ${agreement}`;
      throw new StudioError('not found', `There is no image ${imageId} in ${where}.`);
    }),
  setStatus: procedure
    .input(setStatusSchema)
    .mutation(({ ctx, input }) => ctx.project().store.setStatus(input.imageIds, input.status, input.agreement)),
  /** Finds moved files by their content in a folder and all below. */
  relink: procedure.input(z.object({ folder: pathSchema })).mutation(({ ctx, input }) => {
    const { store } = ctx.project();
    return ctx.job('Looking for moved images', (handle) => relinkImages(store, input.folder, handle));
  }),
});
