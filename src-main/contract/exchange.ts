import { z } from 'zod';
import { imageFilterSchema } from './images.ts';
import { pathSchema } from './project.ts';
import { runReferenceSchema } from './runs.ts';

export const importFormatSchema = z.enum(['auto', 'asf', 'pts', 'coco', 'images']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

export const importSchema = z.object({
  /** A folder, or one annotation file. */
  path: pathSchema,
  format: importFormatSchema.default('auto'),
  /** Copy the images into the project instead of naming them where they are. */
  copyImages: z.boolean().default(false),
});

/** Something in a dataset that could not be taken, told so that a person finds it. */
export interface ImportProblem {
  file: string;
  /** From 1; null when the problem is the whole file. */
  line: number | null;
  message: string;
}

export interface ImportReport {
  format: Exclude<ImportFormat, 'auto'>;
  path: string;
  /** New in the project. */
  imagesAdded: number;
  instancesAdded: number;
  /** Were there already, with the same content; nothing was changed. */
  imagesUnchanged: number;
  instancesUnchanged: number;
  groups: number;
  problems: ImportProblem[];
}

export const datasetFormatSchema = z.enum(['asf', 'pts', 'coco']);
export type DatasetFormat = z.infer<typeof datasetFormatSchema>;

export const exportDatasetSchema = z.object({
  format: datasetFormatSchema,
  /** Folder to write into; made when missing. Files that are there are not overwritten unless they are from an earlier export. */
  out: pathSchema,
  filter: imageFilterSchema.default({}),
  copyImages: z.boolean().default(true),
});

export const exportModelSchema = z.object({
  run: runReferenceSchema.default('latest'),
  format: z.enum(['tfjs']).default('tfjs'),
  out: pathSchema,
});

export interface ExportReport {
  out: string;
  files: number;
  images: number;
  instances: number;
  problems: ImportProblem[];
}
