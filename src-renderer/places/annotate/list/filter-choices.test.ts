import { expect, it } from 'vitest';
import { imageFilterSchema, usualFlagNames, type ImageFilter } from '../../../../src-main/contract/index.ts';
import { filterSections, isChosen, toggled, type FilterChoice } from './filter-choices.ts';

const choices = filterSections(usualFlagNames).flatMap((section) => section.choices);
const named = (key: string): FilterChoice => choices.find((choice) => choice.key === key)!;

it.each(choices.map((choice) => [choice.key, choice] as const))(
  '%s makes a filter that the contract takes, and is taken back',
  (_, choice) => {
    const before: ImageFilter = { text: 'a', group: 'anna' };
    const filter = toggled(before, choice);
    expect(imageFilterSchema.parse(filter)).toEqual(filter);
    expect(isChosen(before, choice)).toBe(false);
    expect(choices.filter((other) => isChosen(filter, other)).map(({ key }) => key)).toEqual([choice.key]);
    expect(toggled(filter, choice)).toEqual(before);
  },
);

it('takes one choice of a part in place of another, but flags beside each other', () => {
  expect(toggled(toggled({}, named('status new')), named('status done'))).toEqual({ status: 'done' });
  const both = toggled(toggled({}, named('flag 2')), named('flag 0'));
  expect(both).toEqual({ flags: [0, 2] });
  expect(toggled(both, named('flag 2'))).toEqual({ flags: [0] });
});

it('offers no flag without a name', () => {
  expect(filterSections(['', 'Blurred', '', '', '', '', '', '']).flatMap((each) => each.choices)).toContainEqual(
    expect.objectContaining({ title: 'Blurred', flag: 1 }),
  );
  expect(choices.filter(({ flag }) => flag !== undefined).length).toBe(3);
});
