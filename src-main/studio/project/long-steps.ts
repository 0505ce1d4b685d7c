import {
  StudioError,
  type EditResult,
  type ImageFilter,
  type ImageStatus,
  type SchemaChange,
  type SplitRule,
} from '../../contract/index.ts';
import type { StudioContext } from '../context.ts';
import type { LongMethod } from '../store/long-step.ts';
import type { Store } from '../store/interface.ts';

/** Rows written at once: some 50 ms, in which nobody else is answered. More are written in a worker thread, as a job. */
const rowsAtOnce = 1000;

const titles = { undo: 'Undo', redo: 'Redo' } as const;

/** One step back or forth; one of many rows as a job. Throws StudioError 'not found' when there is none, 'read only'. */
export function stepThroughHistory(
  context: StudioContext,
  way: 'undo' | 'redo',
  agreement: number | undefined,
): Promise<EditResult> {
  const rows = context.project().store.changesOnTheWay(way, rowsAtOnce + 1);
  return atLength(context, rows, titles[way], way, [agreement]);
}

/** To any step, as a job when it is far. Throws as `Store.jump`. */
export function jumpInHistory(context: StudioContext, entryId: number): Promise<EditResult> {
  const rows = context.project().store.changesOnTheWay({ to: entryId }, rowsAtOnce + 1);
  return atLength(context, rows, 'Going through the history', 'jump', [entryId]);
}

/** `agreement`: in its second labelling. */
export function markImages(
  context: StudioContext,
  imageIds: number[],
  status: ImageStatus,
  agreement: number | undefined,
): Promise<EditResult> {
  const title = `Marking ${imageIds.length} images ${status}`;
  return atLength(context, imageIds.length, title, 'setStatus', [imageIds, status, agreement]);
}

export function flagImages(context: StudioContext, imageIds: number[], flag: number, on: boolean): Promise<EditResult> {
  return atLength(context, imageIds.length, `Flagging ${imageIds.length} images`, 'setFlag', [imageIds, flag, on]);
}

export function splitImages(context: StudioContext, rule: SplitRule): Promise<EditResult> {
  return atLength(context, context.project().store.summary().images, 'Splitting the images', 'setSplit', [rule]);
}

export function changeSchema(context: StudioContext, change: SchemaChange): Promise<EditResult> {
  // Each labelled image has a face or more.
  const rows = context.project().store.summary().labelledImages;
  return atLength(context, rows, 'Changing the schema', 'setSchema', [change]);
}

/** Throws StudioError 'not found' when nothing is suggested there. */
export function acceptSuggestions(context: StudioContext, filter: ImageFilter): Promise<EditResult> {
  const imageIds = suggestedImages(context, filter);
  return atLength(context, imageIds.length, 'Accepting suggestions', 'acceptSuggestions', [imageIds]);
}

/** Throws as `acceptSuggestions`. */
export function dismissSuggestions(context: StudioContext, filter: ImageFilter): Promise<EditResult> {
  const imageIds = suggestedImages(context, filter);
  return atLength(context, imageIds.length, 'Dismissing suggestions', 'dismissSuggestions', [imageIds]);
}

function suggestedImages(context: StudioContext, filter: ImageFilter): number[] {
  const imageIds = context.project().store.suggestions.imagesLeft(filter);
  if (imageIds.length === 0) throw new StudioError('not found', 'Nothing is suggested on these images.');
  return imageIds;
}

async function atLength<Method extends LongMethod>(
  context: StudioContext,
  rows: number,
  title: string,
  method: Method,
  parameters: Parameters<Store[Method]>,
): Promise<ReturnType<Store[Method]>> {
  const { store } = context.project();
  if (rows <= rowsAtOnce)
    return (store[method] as (...each: unknown[]) => ReturnType<Store[Method]>).apply(store, parameters);
  return context.job(title, (handle) => store.makeLongStep(method, parameters, handle));
}
