import { z } from 'zod';
import { pathSchema, schemaChangeSchema } from '../../contract/index.ts';
import { previewSchemaChange } from '../project/preview-schema.ts';
import { readSchemaFile, writeSchemaFile } from '../project/schema-files.ts';
import { shippedSchemas } from '../project/shipped-schemas.ts';
import { changeSchema } from '../project/long-steps.ts';
import { procedure, router } from './trpc.ts';

const fileSchema = z.object({ path: pathSchema });

export const schemaRouter = router({
  /** The open project's. */
  get: procedure.query(({ ctx }) => ctx.project().store.schema()),
  /** Those that come with the studio. */
  list: procedure.query(({ ctx }) => shippedSchemas(ctx.options.resourcesFolder)),
  /** One from a JSON file on the studio's computer. */
  read: procedure.input(fileSchema).query(({ input }) => readSchemaFile(input.path)),
  /** What `set` would do to the labels and runs. */
  preview: procedure
    .input(schemaChangeSchema)
    .query(({ ctx, input }) => previewSchemaChange(ctx.project().store, input)),
  /** Changes the project's schema and every face's landmarks with it: one edit. */
  set: procedure.input(schemaChangeSchema).mutation(({ ctx, input }) => changeSchema(ctx, input)),
  /** Writes the open project's as JSON; answers the file. */
  export: procedure
    .input(fileSchema)
    .mutation(({ ctx, input }) => ({ path: writeSchemaFile(input.path, ctx.project().store.schema()) })),
});
