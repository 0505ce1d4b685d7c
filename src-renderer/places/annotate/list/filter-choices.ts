import {
  verdictKinds,
  type FlagNames,
  type ImageCounts,
  type ImageFilter,
} from '../../../../src-main/contract/index.ts';
import { imageStatuses, statusClass } from '../status-words.ts';

/** One thing that images can be filtered by: `value` of a part of the filter. A flag joins those that are chosen already. */
export interface FilterChoice {
  key: string;
  title: string;
  part: Exclude<keyof ImageFilter, 'text'>;
  value: NonNullable<ImageFilter[keyof ImageFilter]>;
  /** Images it would leave, beside the filter's other parts. */
  count: (counts: ImageCounts) => number;
  /** Of a flag, from 0. */
  flag?: number;
  /** Colours the words. */
  tone?: string;
}

export interface FilterSection {
  title: string;
  choices: FilterChoice[];
}

/** All choices but persons and text, in the order they are offered. Flags without a name are not. */
export function filterSections(flagNames: FlagNames): FilterSection[] {
  return [
    {
      title: 'Status',
      choices: imageStatuses.map((status) => ({
        key: `status ${status}`,
        title: status,
        part: 'status',
        value: status,
        count: (counts) => counts.status[status],
        tone: statusClass[status],
      })),
    },
    {
      title: 'Landmarks',
      choices: [
        { key: 'labelled no', title: 'none placed', part: 'labelled', value: 'no', count: (to) => to.labelled.no },
        {
          key: 'labelled partly',
          title: 'some missing',
          part: 'labelled',
          value: 'partly',
          count: (to) => to.labelled.partly,
        },
        {
          key: 'labelled wholly',
          title: 'all placed',
          part: 'labelled',
          value: 'wholly',
          count: (to) => to.labelled.wholly,
        },
        { key: 'occluded', title: 'some occluded', part: 'occluded', value: true, count: (to) => to.occluded.yes },
        { key: 'not occluded', title: 'none occluded', part: 'occluded', value: false, count: (to) => to.occluded.no },
      ],
    },
    {
      title: 'Faces',
      choices: [
        {
          key: 'faces none',
          title: 'no face',
          part: 'faces',
          value: { least: 0, most: 0 },
          count: (to) => to.faces.none,
        },
        { key: 'faces one', title: 'one', part: 'faces', value: { least: 1, most: 1 }, count: (to) => to.faces.one },
        { key: 'faces several', title: 'several', part: 'faces', value: { least: 2 }, count: (to) => to.faces.several },
      ],
    },
    {
      title: 'Flags and notes',
      choices: [
        ...flagNames.flatMap((name, flag): FilterChoice[] =>
          name === ''
            ? []
            : [
                {
                  key: `flag ${flag}`,
                  title: name,
                  part: 'flags',
                  value: [flag],
                  flag,
                  count: (to) => to.flags[flag] ?? 0,
                },
              ],
        ),
        { key: 'note', title: 'with a note', part: 'hasNote', value: true, count: (to) => to.hasNote.yes },
        { key: 'no note', title: 'without', part: 'hasNote', value: false, count: (to) => to.hasNote.no },
      ],
    },
    {
      title: 'Verdicts on predictions',
      choices: [
        {
          key: 'label to correct',
          title: 'label wrong, to correct',
          part: 'verdict',
          value: { kind: 'label wrong', corrected: false },
          count: (to) => to.labelsToCorrect,
        },
        ...verdictKinds.map((kind): FilterChoice => ({
          key: `verdict ${kind}`,
          title: kind,
          part: 'verdict',
          value: { kind },
          count: (to) => to.verdict[kind],
        })),
      ],
    },
    {
      title: 'Split',
      choices: [
        { key: 'train', title: 'train', part: 'split', value: 'train', count: (to) => to.split.train },
        {
          key: 'validation',
          title: 'validation',
          part: 'split',
          value: 'validation',
          count: (to) => to.split.validation,
        },
        { key: 'neither', title: 'in neither', part: 'split', value: 'none', count: (to) => to.split.none },
      ],
    },
  ];
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function isChosen(filter: ImageFilter, { part, value, flag }: FilterChoice): boolean {
  return flag === undefined ? isSame(filter[part], value) : (filter.flags?.includes(flag) ?? false);
}

/** The filter with the choice, or without it where it was chosen; never with parts that ask nothing. */
export function toggled(filter: ImageFilter, choice: FilterChoice): ImageFilter {
  const isOn = isChosen(filter, choice);
  const { [choice.part]: before, ...others } = filter;
  if (choice.flag === undefined) return isOn ? others : { ...others, [choice.part]: choice.value };
  const flags = (Array.isArray(before) ? before : []).filter((flag) => flag !== choice.flag);
  const now = isOn ? flags : [...flags, choice.flag].sort();
  return now.length > 0 ? { ...others, flags: now } : others;
}
