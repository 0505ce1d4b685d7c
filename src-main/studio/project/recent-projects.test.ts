import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectSummary } from '../../contract/index.ts';
import { openForTest, temporaryFolder, temporaryProject } from '../testing/temporary-project.ts';
import { forgetProject, recentProjects, rememberProject } from './recent-projects.ts';

const summary = (path: string, images = 0) =>
  ({ path, name: path, images, runs: 0, schemaName: 'small' }) as ProjectSummary;
const paths = (folder: string) => recentProjects(folder).map((project) => project.path);

it('remembers the last twenty, newest first, each once', () => {
  const folder = join(temporaryFolder(), 'user');
  expect(paths(folder)).toEqual([]);
  for (let number = 1; number <= 22; number += 1) rememberProject(folder, summary(`/p${number}`));
  rememberProject(folder, summary('/p10', 240));
  expect(paths(folder)).toHaveLength(20);
  expect(paths(folder).slice(0, 3)).toEqual(['/p10', '/p22', '/p21']);
  expect(recentProjects(folder)[0]).toMatchObject({ images: 240, exists: false });
  forgetProject(folder, '/p22');
  expect(paths(folder).slice(0, 2)).toEqual(['/p10', '/p21']);
  expect(readdirSync(folder)).toEqual(['recent-projects.json']);
});

it('says whether a project is still there', () => {
  const folder = temporaryFolder();
  const project = temporaryProject();
  rememberProject(folder, openForTest(project, { readOnly: true }).summary());
  expect(recentProjects(folder)).toMatchObject([{ path: project, exists: true }]);
});

it('a list that is damaged or cannot be written keeps nobody from working', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'recent-projects.json'), '[{"path": 3}]');
  expect(paths(folder)).toEqual([]);
  const blocked = join(folder, 'blocked');
  mkdirSync(join(blocked, 'recent-projects.json'), { recursive: true });
  rememberProject(blocked, summary('/p'));
  expect(paths(blocked)).toEqual([]);
});
