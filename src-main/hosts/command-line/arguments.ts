import { InvalidArgumentError } from 'commander';
import type { Against, Box, RunReference } from '../../contract/index.ts';
import { typedPath } from './paths.ts';

/*
 * What commander reads a word as. Each throws InvalidArgumentError, which commander tells with the name of the option.
 */

export const aPath = (word: string): string => typedPath(word);

/** A whole number from 0 on: a seed, a port. */
export function aWholeNumber(word: string): number {
  const number = Number(word);
  if (!Number.isSafeInteger(number) || number < 0 || word.trim() === '')
    throw new InvalidArgumentError('It must be a whole number from 0 on.');
  return number;
}

/** A part between 0 and 1, both left out. */
export function aFraction(word: string): number {
  const number = Number(word);
  if (!(number > 0 && number < 1)) throw new InvalidArgumentError('It must be between 0 and 1, such as 0.2.');
  return number;
}

export function aRun(word: string): RunReference {
  if (word === 'latest') return word;
  const number = Number(word);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a run’s number, or latest.');
  return number;
}

/** What answers of a run are compared with: another run, or `last-epoch` of the same. */
export function anAgainst(word: string): Against {
  return word === 'last-epoch' ? 'last epoch' : aRun(word);
}

/** From 1 to `most`. */
export const aCount =
  (most: number) =>
  (word: string): number => {
    const number = aWholeNumber(word);
    if (number < 1 || number > most) throw new InvalidArgumentError(`It must be from 1 to ${most}.`);
    return number;
  };

/** Words with commas between them. */
export function listed<Item>(one: (word: string) => Item): (words: string) => Item[] {
  return (words) => words.split(',').map((word) => one(word.trim()));
}

/** For options that may be given several times. */
export const aList = (word: string, before: string[] = []): string[] => [...before, word];

/** `0`, `2-` (two or more) or `1-3`. */
export function aRange(word: string): { least: number; most?: number } {
  const [, first, dash, last] = /^(\d{1,6})(-?)(\d{0,6})$/.exec(word) ?? [];
  const [least, most] = [Number(first), dash ? Number(last || Infinity) : Number(first)];
  if (first === undefined || most < least)
    throw new InvalidArgumentError('It must be a number or a range: 0, 2- or 1-3.');
  return most === Infinity ? { least } : { least, most };
}

/** `x,y,width,height` in px. */
export function aBox(word: string): Box {
  const numbers = word.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || width <= 0 || height <= 0)
    throw new InvalidArgumentError('It must be x,y,width,height in px, such as 120,80,200,240.');
  return { x, y, width, height };
}
