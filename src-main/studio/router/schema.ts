import { shippedSchemas } from '../project/shipped-schemas.ts';
import { procedure, router } from './trpc.ts';

export const schemaRouter = router({
  /** The open project's. */
  get: procedure.query(({ ctx }) => ctx.project().store.schema()),
  /** Those that come with the studio. */
  list: procedure.query(({ ctx }) => shippedSchemas(ctx.options.resourcesFolder)),
});
