import { createCallerFactory, router } from './trpc.ts';
import { agreementRouter } from './agreement.ts';
import { annotationsRouter } from './annotations.ts';
import { checksRouter } from './checks.ts';
import { evaluationRouter } from './evaluation.ts';
import { exchangeRouter } from './exchange.ts';
import { imagesRouter } from './images.ts';
import { projectRouter } from './project.ts';
import { runsRouter } from './runs.ts';
import { schemaRouter } from './schema.ts';
import { splitRouter } from './split.ts';
import { suggestionsRouter } from './suggestions.ts';
import { systemRouter } from './system.ts';

/** The contract's implementation. Every way in (window, browser, command line) calls these procedures and no others. */
export const studioRouter = router({
  system: systemRouter,
  project: projectRouter,
  schema: schemaRouter,
  images: imagesRouter,
  annotations: annotationsRouter,
  agreement: agreementRouter,
  checks: checksRouter,
  split: splitRouter,
  runs: runsRouter,
  evaluation: evaluationRouter,
  suggestions: suggestionsRouter,
  exchange: exchangeRouter,
});

export type StudioRouter = typeof studioRouter;

export const createStudioCaller = createCallerFactory(studioRouter);
