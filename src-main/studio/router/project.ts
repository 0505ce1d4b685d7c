import { z } from 'zod';
import {
  createProjectSchema,
  createSampleSchema,
  listBackupsSchema,
  openProjectSchema,
  pathSchema,
  restoreBackupSchema,
} from '../../contract/index.ts';
import { listBackups } from '../backups/backup-list.ts';
import { createSample } from '../project/create-sample.ts';
import { forgetProject, recentProjects } from '../project/recent-projects.ts';
import { procedure, router } from './trpc.ts';

export const projectRouter = router({
  /** Null when none is open. */
  current: procedure.query(({ ctx }) => ctx.currentProject()?.store.summary() ?? null),
  recent: procedure.query(({ ctx }) => recentProjects(ctx.options.userFolder)),
  forgetRecent: procedure
    .input(z.object({ path: pathSchema }))
    .mutation(({ ctx, input }) => forgetProject(ctx.options.userFolder, input.path)),
  create: procedure
    .input(createProjectSchema)
    .mutation(({ ctx, input }) => ctx.createProject(input.path, input.name, input.schema)),
  createSample: procedure
    .input(createSampleSchema)
    .mutation(({ ctx, input }) => createSample(ctx, input.path, input.seed)),
  open: procedure.input(openProjectSchema).mutation(({ ctx, input }) => ctx.openProject(input.path, input.readOnly)),
  /** Newest first. */
  backups: procedure.input(listBackupsSchema).query(({ input }) => listBackups(input.path)),
  restoreBackup: procedure
    .input(restoreBackupSchema)
    .mutation(({ ctx, input }) => ctx.restoreBackup(input.path, input.name)),
  /** Writes an open project whose folder was deleted there again. */
  putBack: procedure.mutation(({ ctx }) => ctx.putProjectBack()),
  close: procedure.mutation(({ ctx }) => ctx.closeProject()),
});
