import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LandmarkSchema } from '../../contract/index.ts';
import { runCommandLine } from './run-command-line.ts';

let folder: string;
const inFolder = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keypoint-studio-commands-'));
  vi.stubEnv('KEYPOINT_STUDIO_HOME', inFolder('home'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command against a real studio. */
async function studio(...words: string[]) {
  let [stdout, stderr] = ['', ''];
  const code = await runCommandLine(words, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> };
}

describe('the command line', () => {
  const commands = [
    'create',
    'import',
    'images',
    'schema',
    'check',
    'split',
    'train',
    'grid',
    'queue',
    'resume',
    'runs',
    'log',
    'evaluate',
    'verdicts',
    'agreement',
    'predict',
    'next',
    'suggestions',
    'filters',
    'inspect',
    'export',
    'relink',
    'restore',
    'sample',
    'info',
    'serve',
  ];

  it('lists its commands', async () => {
    const { code, stdout } = await studio('--help');
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it.each(commands)('helps with %s, by an example', async (command) => {
    const { code, stdout } = await studio(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`npm run studio -- ${command}`);
    expect(stdout).toContain('--json');
  });

  it.each([
    [['frobnicate'], 'unknown command'],
    [['create', 'x.kps'], '--schema'],
    [['train', 'x.kps', '--recipe', 'nose-cnn', '--seed', 'one'], 'whole number'],
    [['evaluate', 'x.kps', '--on', 'holidays'], 'Allowed choices'],
    [['evaluate', 'x.kps', '--measures', 'nme,luck'], 'nme, auc, fr'],
    [['evaluate', 'x.kps', '--runs', '1,two'], 'a run’s number'],
    [['split', 'x.kps'], '--validation 33-40'],
    [['agreement', 'begin', 'x.kps'], 'Allowed choices'],
    [['split', 'x.kps', '--validation', '1', '--fraction', '0.5'], '--validation 33-40'],
    [['export', 'x.kps', '--out', 'y'], '--dataset coco'],
    [['queue', 'x.kps', '--move', '7'], 'such as 7=1'],
    [['grid', 'x.kps', 'first'], 'whole number'],
    [['predict', 'x.kps'], '--on validation'],
    [['filters', 'x.kps'], '--out'],
    [['inspect', 'x.kps', '--out', 'y'], '--image'],
    [['predict', 'x.kps', 'a.jpg', '--picture', 'b.jpg'], 'written as PNG'],
    [['predict', 'x.kps', 'a.jpg', '--box', '1,2,3'], 'x,y,width,height'],
    [['predict', 'x.kps', '--on', 'all', '--box', '1,2,3,4'], '--box is for files'],
    [['images', 'x.kps', '--status', 'almost'], 'Allowed choices'],
    [['images', 'x.kps', '--faces', 'two'], '0, 2- or 1-3'],
    [['images', 'x.kps', '--mark', 'done', '--add-flag', 'Question'], 'one change at a time'],
    [['serve', '--host', '0.0.0.0'], '--allow-remote'],
  ])('says how %j is wrong, with code 2', async (words, message) => {
    const plain = await studio(...words);
    expect(plain).toMatchObject({ code: 2, stdout: '' });
    expect(plain.stderr).toContain(message);
    const json = await studio(...words, '--json');
    expect(json.code).toBe(2);
    expect(json.json()).toMatchObject({ error: { code: 'bad input' } });
  });

  it('tells what is installed, without a project', async () => {
    const { code, json } = await studio('info', '--json');
    expect(code).toBe(0);
    expect(json()).toMatchObject({ node: process.versions.node, runtime: { state: expect.any(String) as string } });
  });

  it('says a failure in one sentence, without a stack, with code 1', async () => {
    const missing = inFolder('missing.kps');
    const plain = await studio('runs', missing);
    expect(plain).toMatchObject({ code: 1, stdout: '' });
    expect(plain.stderr).toContain(missing);
    expect(plain.stderr).not.toContain('    at ');
    const json = await studio('runs', missing, '--json');
    expect(json.code).toBe(1);
    expect(json.json()).toEqual({ error: { code: expect.any(String) as string, message: json.stderr.trim() } });
  });
});

describe('a dataset on the command line', () => {
  const project = () => inFolder('faces.kps');

  it('goes in, is split, corrected recipes are refused, and it comes out again', async () => {
    const made = await studio('create', project(), '--schema', 'face-58', '--json');
    expect(made).toMatchObject({ code: 0 });
    expect(made.json()).toMatchObject({ name: 'faces', landmarkCount: 58, images: 0 });

    const sample = await studio('sample', inFolder('sample.kps'), '--seed', '3', '--json');
    expect(sample.json()).toMatchObject({ images: 240, groups: 40, labelledImages: 240 });

    const file = inFolder('schema.json');
    expect((await studio('schema', inFolder('sample.kps'), '--export', file)).code).toBe(0);
    const own = JSON.parse(await readFile(file, 'utf8')) as LandmarkSchema;
    const renamed = own.landmarks.map((each) => (each.name === 'nose 6' ? { ...each, name: 'tip' } : each));
    await writeFile(file, JSON.stringify({ ...own, name: 'face-58-tip', landmarks: renamed }));
    const toFile = ['schema', inFolder('sample.kps'), '--set', file];
    const lossy = await studio(...toFile);
    expect(lossy).toMatchObject({ code: 2 });
    expect(lossy.stderr).toContain('240 labels on 240 images (nose 6)');
    const preview = await studio(...toFile, '--map', 'nose 6=tip', '--preview', '--json');
    expect(preview.json()).toMatchObject({ lostLabels: 0, added: [], faces: 240 });
    expect((await studio(...toFile, '--map', 'nose 6=tip')).stdout).toContain('Renamed: nose 6 → tip');
    expect((await studio('info', inFolder('sample.kps'), '--json')).json()).toMatchObject({
      project: { schemaName: 'face-58-tip', landmarkCount: 58 },
    });

    const images = (...words: string[]) => studio('images', inFolder('sample.kps'), ...words, '--json');
    expect((await images('--group', '07', '--mark', 'in work')).json()).toEqual({ found: 6, changed: 6 });
    expect((await images('--status', 'in work', '--add-flag', 'question')).json()).toEqual({ found: 6, changed: 6 });
    const found = (await images('--flag', 'Question', '--no-note', '--faces', '1-')).json();
    expect(found).toMatchObject({ total: 6 });
    expect((found.images as object[])[0]).toMatchObject({ group: '07', status: 'in work', flags: ['Question'] });
    expect((await images('--flag', 'Blurred')).stderr).toContain('Look again, Question, Good example');
    const told = (await studio('info', inFolder('sample.kps'))).stdout;
    expect(told).toMatch(/^all +234 of 240 +97 % +6 +0 +0 +0$/m);
    expect(told).toMatch(/^person 07 +0 of 6 +0 % +6 +0 +0 +0$/m);

    const out = await studio('export', inFolder('sample.kps'), '--dataset', 'asf', '--out', inFolder('asf'), '--json');
    expect(out.json()).toMatchObject({ images: 240, instances: 240, problems: [] });

    const [broken] = (await readdir(inFolder('asf'))).filter((name) => name.endsWith('.asf'));
    await writeFile(path.join(inFolder('asf'), broken!), 'not points');
    const report = await studio('import', project(), inFolder('asf'), '--json');
    expect(report.code).toBe(0);
    expect(report.json()).toMatchObject({ imagesAdded: 240, instancesAdded: 239 });
    expect(report.json().problems).toMatchObject([{ file: expect.stringContaining(broken!) as string }]);

    const split = await studio('split', project(), '--by', 'group', '--validation', '33-40', '--json');
    expect(split.json()).toMatchObject({ counts: { train: 192, validation: 48, none: 0 } });

    const started = await studio('agreement', 'start', project(), '--images', '3', '--split', 'validation', '--json');
    expect(started.json()).toMatchObject({ id: 1, images: 3, done: 0, state: 'under way' });
    expect((await studio('agreement', 'list', project(), '--json')).json()).toEqual({ agreements: [started.json()] });
    const early = await studio('agreement', 'result', project(), '--number', '1');
    expect(early).toMatchObject({ code: 1, stdout: '' });
    expect(early.stderr).toContain('would show the first labels');
    expect((await studio('agreement', 'result', project())).code).toBe(2);

    const recipe = JSON.parse(await readFile('resources/recipes/nose-cnn.json', 'utf8')) as object;
    await writeFile(inFolder('own.json'), JSON.stringify({ ...recipe, epochs: 'many' }));
    const refused = await studio('train', project(), '--recipe', inFolder('own.json'));
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('own.json');
    expect(refused.stderr).toContain('epochs');
    expect((await studio('runs', project(), '--json')).json()).toEqual({ runs: [] });
    expect(await studio('log', project())).toMatchObject({ code: 1, stdout: '' });
  }, 180_000);
});
