import { z } from 'zod';
import { comparedOnSchema } from './compared-on.ts';
import { pathSchema } from './project.ts';
import { runReferenceSchema } from './runs.ts';

/** Each colour and dash of a report's curves tells one run. */
export const mostReportedRuns = 5;

export const reportSchema = comparedOnSchema.extend({
  /** In the order they are shown in; the first is the one that others are set beside. */
  runs: z.array(runReferenceSchema).min(1).max(mostReportedRuns).default(['latest']),
  /** Count only landmarks that are plainly seen. */
  visibleOnly: z.boolean().default(false),
  /** The HTML file; in the project's folder `reports` where left out, or nowhere while the project is read only. */
  out: pathSchema.optional(),
  /** A folder for every plot as PNG and every plot and table as CSV, beside what the file itself holds. */
  files: pathSchema.optional(),
});

/** A report as it was made: one HTML file that needs nothing beside it. */
export interface ReportResult {
  /** `reports/<id>` is the address of the page, for as long as the project is open and few others were made since. */
  id: number;
  /** What to call it when it is saved. */
  name: string;
  /** Where it was written; null of a project that is read only. */
  out: string | null;
  bytes: number;
  runs: number[];
  /** Runs that are not in it, and why. */
  refused: { runId: number; reason: string }[];
  files: { folder: string; count: number } | null;
}
