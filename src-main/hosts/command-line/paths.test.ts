import path from 'node:path';
import { expect, it } from 'vitest';
import { programFolder } from '../studio-options.ts';
import { typedPath } from './paths.ts';

const person = path.resolve('/home/anna/photos');

it('stands in the person’s folder when npm has gone to ours', () => {
  expect(typedPath('faces.kps', programFolder, person)).toBe(path.join(person, 'faces.kps'));
});

it('stands in the working folder when nobody has gone anywhere', () => {
  expect(typedPath('faces.kps', person, undefined)).toBe(path.join(person, 'faces.kps'));
  expect(typedPath('faces.kps', person, programFolder)).toBe(path.join(person, 'faces.kps'));
});

it('leaves an absolute path where it is', () => {
  expect(typedPath(path.resolve('/data'), programFolder, person)).toBe(path.resolve('/data'));
});
