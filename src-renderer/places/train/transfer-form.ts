import { beginningWords, transferTitle, type Recipe, type RunDetail } from '../../../src-main/contract/index.ts';

/** What a network begins with, as edited; what is not chosen is kept for when it is chosen again. */
export interface TransferForm {
  kind: 'nothing' | 'run' | 'model';
  runId: number | null;
  folder: string;
  freeze: string;
}

export function formOfTransfer(transfer: Recipe['transfer']): TransferForm {
  const from = transfer?.from ?? null;
  return {
    kind: from === null ? 'nothing' : typeof from === 'number' ? 'run' : 'model',
    runId: typeof from === 'number' ? from : null,
    folder: typeof from === 'string' ? from : '',
    freeze: String(transfer?.freeze ?? 0),
  };
}

/** The transfer a form stands for, still to be checked by the recipe's schema; `numberOf` turns text into numbers. */
export function transferOfForm(form: TransferForm, numberOf: (text: string) => number): unknown {
  if (form.kind === 'nothing') return null;
  return { from: form.kind === 'run' ? form.runId : form.folder.trim() || null, freeze: numberOf(form.freeze) };
}

/** `starts from run 3`, `first 2 layers frozen`: what of it differs from `base`, in a few words each. */
export function transferDifferences(base: Recipe['transfer'], transfer: Recipe['transfer']): string[] {
  const words: string[] = [];
  if (base?.from !== transfer?.from) words.push(`starts from ${transfer ? transferTitle(transfer) : 'nothing'}`);
  const freeze = transfer?.freeze ?? 0;
  if ((base?.freeze ?? 0) !== freeze) words.push(freeze === 0 ? 'no layer frozen' : `first ${freeze} layers frozen`);
  return words;
}

/** `run 3: 22 of 23 layers; maps.conv anew`; null for a network that begins with its seed alone, or is not known yet. */
export function beginningOf({ recipe, layers }: Pick<RunDetail, 'recipe' | 'layers'>): string | null {
  const words = beginningWords(layers);
  return words === null || !recipe.transfer ? null : `${transferTitle(recipe.transfer)}: ${words}`;
}

/** Why layers begin anew, a line each. */
export function anewReasons(layers: RunDetail['layers']): string[] {
  return layers.flatMap(({ begins }) => begins?.anew ?? []).map(({ layer, why }) => `${layer}: ${why}`);
}
