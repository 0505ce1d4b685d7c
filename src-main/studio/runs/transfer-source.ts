import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { modelMetadataSchema, StudioError, transferTitle, type Recipe } from '../../contract/index.ts';
import { modelFiles } from '../exchange/model-files.ts';
import type { ReadableStore } from '../store/interface.ts';
import { hashOf } from './canonical-json.ts';
import { runFolder } from './run-folder.ts';
import { isOver, resolveTrainedRun } from './run-reference.ts';

/** A model whose weights a run is to begin with. */
export interface TransferSource {
  /** With `model.json`, `weights.bin` and `metadata.json`. */
  folder: string;
  /** Another where the model has changed. */
  digest: string;
}

/**
 * The model that the recipe's transfer names; null where it names none. Its weights are looked at by the trainer.
 * Throws StudioError when the run is not there, has no model or still trains, or when the folder holds no exported model.
 */
export function findTransferSource(store: ReadableStore, { transfer }: Recipe): TransferSource | null {
  if (!transfer) return null;
  const { from } = transfer;
  const folder = typeof from === 'number' ? bestOfRun(store, from) : from;
  if (!isAbsolute(folder))
    throw new StudioError('bad input', `Begin with a model by its whole path: ${folder} is none.`);
  for (const name of modelFiles) requireFile(join(folder, name), transferTitle(transfer));
  return { folder, digest: hashOf(readMetadata(join(folder, 'metadata.json'))) };
}

function bestOfRun(store: ReadableStore, runId: number): string {
  const run = resolveTrainedRun(store, runId);
  if (!isOver(run))
    throw new StudioError(
      'bad input',
      `Run ${runId} is ${run.status}: its best model still changes. Begin with it when it has ended, or stop it now.`,
    );
  return join(runFolder(store, runId), 'best');
}

/** Nothing but a plain file is opened: reading a pipe, say, would never end. */
function requireFile(file: string, title: string): void {
  let reason = `${file} is not there`;
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isFile()) return;
    if (found) reason = `${file} is no file`;
  } catch (cause) {
    reason = (cause as Error).message;
  }
  throw new StudioError(
    'not found',
    `There is no model to begin with in ${title}: ${reason}. Choose a run with a model, or the folder of an exported one.`,
  );
}

function readMetadata(file: string): unknown {
  try {
    return modelMetadataSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new StudioError(
      'bad input',
      `${file} is not the metadata of a model of this studio: ${reason.slice(0, 300)}`,
      { cause },
    );
  }
}

/** Where a run keeps its own copy of the model it begins with: it needs no other run and no other folder later. */
export function keptTransfer(store: ReadableStore, run: { id: number; recipe: Recipe }): string | null {
  return run.recipe.transfer ? join(runFolder(store, run.id), 'begin') : null;
}

/** Copies the model to `folder`. */
export function keepTransfer(source: TransferSource, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of modelFiles) copyFileSync(join(source.folder, name), join(folder, name));
}
