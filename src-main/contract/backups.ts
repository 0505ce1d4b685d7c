import { z } from 'zod';
import { pathSchema } from './project.ts';

/** A copy of a project's database as it was: labels, split, runs and their figures. Pictures and weights are not in it. */
export interface Backup {
  /** File name in the project's `backups` folder. */
  name: string;
  /** ISO 8601: the moment whose state it holds. */
  at: string;
  bytes: number;
  /** Null when the copy cannot be read (damaged, or written by a newer studio). */
  counts: { images: number; faces: number; runs: number } | null;
}

export const listBackupsSchema = z.object({ /** Project folder. */ path: pathSchema });

export const restoreBackupSchema = z.object({
  path: pathSchema,
  name: z
    .string()
    .max(200)
    .regex(/^[\w.-]+\.sqlite$/),
});

export interface RestoreResult {
  restored: Backup;
  /** File name of the backup that keeps what the project was until now. */
  kept: string;
}
