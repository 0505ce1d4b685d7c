import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeSchema } from '../../../../src-main/contract/index.ts';
import { checkGrid, fieldsOf } from './vary-form.ts';

const read = (name: string) =>
  recipeSchema.parse(JSON.parse(readFileSync(`resources/recipes/${name}.json`, 'utf8')) as unknown);
const nose = read('nose-cnn');

it('says how many runs the fields make', () => {
  const rates = { path: 'optimizer.learningRate', text: '1e-2, 1e-3, 1e-4, 1e-5' };
  expect(checkGrid(nose, [rates]).words).toBe('4 runs, each 15 epochs');
  expect(checkGrid(nose, [rates, { path: 'batch', text: '4, 16, 64' }])).toMatchObject({
    words: '12 runs: 4 × 3, each 15 epochs',
    problems: ['', ''],
    problem: '',
  });
  expect(checkGrid(nose, [{ path: 'epochs', text: '5,10' }]).words).toBe('2 runs, each 5 to 10 epochs');
});

it('makes nothing of a field that has no values yet, and blames nobody', () => {
  expect(checkGrid(nose, [{ path: 'batch', text: ' ' }])).toEqual({
    axes: null,
    words: '',
    problems: [''],
    problem: '',
  });
});

it('blames the field that is wrong, and beside it what is wrong only together', () => {
  const seeds = { path: 'seed', text: '1,2' };
  const { axes, problems } = checkGrid(nose, [seeds, { path: 'epochs', text: '5, 0' }]);
  expect(axes).toBeNull();
  expect(problems).toEqual(['', expect.stringMatching(/epochs=0.*Too small/)]);
  expect(checkGrid(nose, [{ path: 'learningRate', text: '1' }]).problems[0]).toMatch(/Near it: optimizer.learningRate/);
  expect(checkGrid(nose, [seeds, seeds]).problem).toMatch(/varies seed twice/);
  const many = Array.from({ length: 50 }, (_, seed) => seed).join();
  expect(
    checkGrid(nose, [
      { path: 'seed', text: many },
      { path: 'batch', text: '1,2,3,4,5' },
    ]).problem,
  ).toMatch(/250/);
});

it('takes values that are right only together', () => {
  const network = { path: 'network', text: 'heatmap-small' };
  const loss = { path: 'loss', text: '[[{"kind":"heatmap divergence"}]]' };
  expect(checkGrid(nose, [loss]).problems[0]).toMatch(/needs a network with heatmaps/);
  expect(checkGrid(nose, [network, loss]).words).toBe('1 run: 1 × 1, each 15 epochs');
});

it('offers the filters of a network that is written out, not of one that is known by name', () => {
  const titles = (name: string) => fieldsOf(read(name)).map(({ title }) => title);
  expect(titles('nose-cnn')).toContain('First filters');
  expect(titles('heatmap-small')).not.toContain('First filters');
});
