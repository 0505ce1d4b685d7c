import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { filterWords, StudioError, type ReportResult } from '../../contract/index.ts';
import type { JobHandle, OpenProject, StudioContext } from '../context.ts';
import { ExportFolder } from '../exchange/export-folder.ts';
import { writeAtomically } from '../../files/durable-files.ts';
import { reportDocument } from './document.ts';
import { gatherFacts, type ReportAsked, type ReportFacts } from './report-facts.ts';
import type { SavedFile } from './saved-files.ts';

/**
 * Makes a report of one run or of several side by side: one HTML file that needs no other, kept to be shown as a page too.
 * @throws StudioError 'not found' for a run that is not there or has no model, 'bad input' when no run can be measured or a file or
 * folder cannot be written into.
 */
export async function makeReport(context: StudioContext, asked: ReportAsked, handle: JobHandle): Promise<ReportResult> {
  const project = context.project();
  const facts = await gatherFacts(context, asked, handle);
  const { page, files } = await reportDocument(context, facts, handle);
  handle.signal.throwIfAborted();
  const bytes = Buffer.from(page);
  const name = nameOf(facts);
  const out = placeOf(project, asked.out, name);
  if (out) await written(out, bytes);
  const folder = asked.files === undefined ? null : await writeFiles(asked.files, files);
  handle.progress(facts.runs.length + 1, facts.runs.length + 1);
  return {
    id: project.reports.keep(bytes),
    name,
    out,
    bytes: bytes.length,
    runs: facts.runs.map(({ run }) => run.id),
    refused: facts.refused,
    files: folder,
  };
}

/** `report runs 1, 3 on validation.html`: the same report is written over, another is not. */
function nameOf({ runs, asked, project }: ReportFacts): string {
  const ids = runs.map(({ run }) => run.id).join(', ');
  const isFiltered = filterWords(asked.filter ?? {}, project.flagNames) !== '';
  const seen = `${asked.visibleOnly ? ', visible' : ''}${isFiltered ? ', filtered' : ''}`;
  return `report ${runs.length === 1 ? 'run' : 'runs'} ${ids} on ${asked.on}${seen}.html`;
}

function placeOf({ store }: OpenProject, out: string | undefined, name: string): string | null {
  if (out !== undefined) return resolve(out);
  return store.readOnly ? null : join(store.projectFolder, 'reports', name);
}

async function written(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeAtomically(file, bytes);
  } catch (cause) {
    throw new StudioError('bad input', `The report cannot be written to ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function writeFiles(out: string, files: readonly SavedFile[]): Promise<{ folder: string; count: number }> {
  const folder = await ExportFolder.write(out, 'report', async (into) => {
    for (const { name, bytes } of files) await writeFile(await into.place(name), bytes);
  });
  return { folder: folder.path, count: folder.fileCount };
}
