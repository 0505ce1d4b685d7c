import fs from 'node:fs';
import { expect, test } from 'vitest';
import { inRoot } from '../setup/places.mjs';
import { componentParser, windowParser } from './window-parser.mjs';

/** Reads a component as ESLint does, and answers the program that knows its types. @param {string} file */
function programOf(file) {
  const options = { filePath: file, parser: windowParser, project: ['tsconfig.renderer.json'], sourceType: 'module' };
  return componentParser.parseForESLint(fs.readFileSync(file, 'utf8'), options).services?.program;
}

test('components and files of the window share one program, in which a component is its script', () => {
  const grid = inRoot('src-renderer', 'places', 'compare', 'GalleryGrid.vue');
  const program = programOf(grid);
  expect(programOf(inRoot('src-renderer', 'places', 'compare', 'ComparePlace.vue'))).toBe(program);
  expect(program?.getSourceFile(grid)?.text).toContain("from '@tanstack/vue-virtual'");
  expect(program?.getSourceFile(grid)?.text).not.toContain('<template>');
  expect(program?.getSourceFile(inRoot('src-renderer', 'main.ts'))).toBeDefined();
});
