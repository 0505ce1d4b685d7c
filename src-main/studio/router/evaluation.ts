import { z } from 'zod';
import {
  drawingSchema,
  evaluateSchema,
  faceErrorsSchema,
  facePointsSchema,
  imageIdSchema,
  listVerdictsSchema,
  measureRunsSchema,
  photographSchema,
  predictSchema,
  reportSchema,
  runReferenceSchema,
  setVerdictSchema,
} from '../../contract/index.ts';
import { drawing } from '../evaluation/drawing.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { faceErrors } from '../evaluation/face-errors.ts';
import { facePoints } from '../evaluation/face-points.ts';
import { measureRuns } from '../evaluation/measure-runs.ts';
import { photograph } from '../evaluation/photograph.ts';
import { predict, predictionsOf } from '../evaluation/predict.ts';
import { makeReport } from '../report/make-report.ts';
import { listVerdicts, setVerdict } from '../verdicts/verdicts.ts';
import { procedure, router } from './trpc.ts';

export const evaluationRouter = router({
  evaluate: procedure.input(evaluateSchema).mutation(({ ctx, input }) => evaluate(ctx, input)),
  measure: procedure.input(measureRunsSchema).mutation(({ ctx, input }) => measureRuns(ctx, input)),
  errors: procedure.input(faceErrorsSchema).mutation(({ ctx, input }) => faceErrors(ctx, input)),
  points: procedure.input(facePointsSchema).mutation(({ ctx, input }) => facePoints(ctx, input)),
  predict: procedure.input(predictSchema).mutation(({ ctx, input }) => predict(ctx, input)),
  predictionsOf: procedure
    .input(z.object({ run: runReferenceSchema, imageId: imageIdSchema }))
    .query(({ ctx, input }) => predictionsOf(ctx, input)),
  photograph: procedure.input(photographSchema).mutation(({ ctx, input }) => photograph(ctx, input)),
  report: procedure
    .input(reportSchema)
    .mutation(({ ctx, input }) => ctx.job('Making the report', (handle) => makeReport(ctx, input, handle))),
  verdicts: procedure.input(listVerdictsSchema.prefault({})).query(({ ctx, input }) => listVerdicts(ctx, input)),
  setVerdict: procedure.input(setVerdictSchema).mutation(({ ctx, input }) => setVerdict(ctx, input)),
  drawing: procedure.input(drawingSchema).query(({ ctx, input }) => drawing(ctx, input)),
});
