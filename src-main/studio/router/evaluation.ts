import { z } from 'zod';
import { evaluateSchema, gallerySchema, imageIdSchema, predictSchema } from '../../contract/index.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { gallery } from '../evaluation/gallery.ts';
import { predict, predictionsOf } from '../evaluation/predict.ts';
import { procedure, router } from './trpc.ts';

export const evaluationRouter = router({
  evaluate: procedure.input(evaluateSchema).mutation(({ ctx, input }) => evaluate(ctx, input)),
  gallery: procedure.input(gallerySchema).mutation(({ ctx, input }) => gallery(ctx, input)),
  predict: procedure.input(predictSchema).mutation(({ ctx, input }) => predict(ctx, input)),
  predictionsOf: procedure
    .input(z.object({ run: gallerySchema.shape.run, imageId: imageIdSchema }))
    .query(({ ctx, input }) => predictionsOf(ctx, input)),
});
