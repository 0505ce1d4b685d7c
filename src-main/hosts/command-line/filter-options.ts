import { Option, type Command } from 'commander';
import {
  imageStatusSchema,
  labelledSchema,
  splitPartSchema,
  verdictKinds,
  type FlagNames,
  type ImageFilter,
  type VerdictKind,
} from '../../contract/index.ts';
import { aList, aRange } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** What a filter's options are read as. */
export interface FilterOptions extends Omit<ImageFilter, 'flags' | 'hasNote' | 'verdict'> {
  verdict?: VerdictKind;
  corrected?: boolean;
  flag?: string[];
  note?: boolean;
}

/** Gives a command the options by which images are filtered. */
export function withFilterOptions(command: Command): Command {
  return command
    .option('--text <part>', 'part of the name, group or note')
    .addOption(new Option('--status <status>', 'in this status').choices(imageStatusSchema.options))
    .addOption(new Option('--split <part>', 'in this part of the split').choices(splitPartSchema.options))
    .option('--group <name>', 'of this group (person)')
    .option('--flag <name>', 'with this flag; given again: with all of them', aList)
    .option('--note', 'with a note')
    .option('--no-note', 'without a note')
    .option('--faces <range>', 'with so many faces: 0, 2- or 1-3', aRange)
    .addOption(new Option('--labelled <how>', 'how far landmarks are placed').choices(labelledSchema.options))
    .option('--occluded', 'with occluded landmarks')
    .option('--no-occluded', 'without occluded landmarks')
    .addOption(new Option('--verdict <kind>', 'a run’s prediction was said to be').choices([...verdictKinds]))
    .option('--corrected', 'with a verdict, and a label changed since')
    .option('--no-corrected', 'with a verdict, and a label as it was');
}

/** Whether any of them was given. */
export function isFiltered(options: FilterOptions): boolean {
  const { text, status, split, group, faces, labelled, occluded, note, flag, verdict, corrected } = options;
  const given = [text, status, split, group, faces, labelled, occluded, note, flag, verdict, corrected];
  return given.some((option) => option !== undefined);
}

/** Throws UsageError for a flag that the project does not have. */
export function filterOf(options: FilterOptions, flagNames: FlagNames): ImageFilter {
  const { text, status, split, group, faces, labelled, occluded, note, flag = [], verdict: kind, corrected } = options;
  const asked = { text, status, split, group, faces, labelled, occluded, hasNote: note };
  const verdict = kind === undefined && corrected === undefined ? undefined : { kind, corrected };
  return { ...asked, verdict, flags: flag.map((name) => flagNamed(flagNames, name)) };
}

/** Those of a part of the images that are compared; undefined for all of it. Throws as `filterOf` does. */
export function comparedFilterOf(options: FilterOptions, flagNames: FlagNames): ImageFilter | undefined {
  return isFiltered(options) ? filterOf(options, flagNames) : undefined;
}

/** Throws UsageError naming the flags there are. */
export function flagNamed(names: FlagNames, wanted: string): number {
  const flag = names.findIndex((name) => name !== '' && name.toLowerCase() === wanted.trim().toLowerCase());
  if (flag < 0)
    throw new UsageError(`There is no flag “${wanted}” in this project: it has ${names.filter(Boolean).join(', ')}.`);
  return flag;
}
