import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestProject, openTestProject, removeTestProjects, type TestProject } from '../runs/test-project.ts';
import { temporaryFolder } from '../testing/temporary-project.ts';
import { drawing } from './drawing.ts';
import { photograph } from './photograph.ts';

let project: TestProject;
beforeAll(async () => {
  project = await openTestProject(await createTestProject());
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  removeTestProjects();
});

const jpeg = (width: number, height: number, orientation = 1): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#a06040' } })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();

const decode = (address: string): Buffer => Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');

describe('a photograph', () => {
  it('is shown upright and small, and told in its own px', async () => {
    const path = join(temporaryFolder(), 'friend.jpg');
    writeFileSync(path, await jpeg(3200, 1600, 6));
    const shown = await photograph(project.context, { path });
    expect(shown).toMatchObject({ path, name: 'friend.jpg', width: 1600, height: 3200 });
    expect(shown.picture).toMatch(/^data:image\/jpeg;base64,/);
    const { width, height, orientation } = await sharp(decode(shown.picture)).metadata();
    expect([width, height, orientation]).toEqual([800, 1600, undefined]);
  });

  it('sent by the window lies in a temporary file, the last four of them, until the project is closed', async () => {
    const own = await openTestProject(await createTestProject());
    const paths: string[] = [];
    for (let width = 20; width < 26; width += 1) {
      const bytes = await jpeg(width, 10);
      const shown = await photograph(own.context, { name: 'C:\\fakepath\\me.JPG', bytes: bytes.toString('base64') });
      expect(shown).toMatchObject({ name: 'me.JPG', width, height: 10 });
      const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');
      expect(hash(readFileSync(shown.path))).toBe(hash(bytes));
      expect(shown.path).toMatch(/\.jpg$/);
      paths.push(shown.path);
    }
    expect(paths.map((path) => existsSync(path))).toEqual([false, false, true, true, true, true]);
    await own[Symbol.asyncDispose]();
    expect(existsSync(dirname(paths[5]!))).toBe(false);
  });

  it('that cannot be used is refused by name, and nothing is kept', async () => {
    const folder = temporaryFolder();
    const refusal = async (input: Parameters<typeof photograph>[1]): Promise<unknown> =>
      photograph(project.context, input).catch((error: unknown) => error);
    expect(await refusal({ path: join(folder, 'gone.jpg') })).toMatchObject({
      code: 'not found',
      message: `There is no file ${join(folder, 'gone.jpg')}.`,
    });
    mkdirSync(join(folder, 'folder.jpg'));
    expect(await refusal({ path: join(folder, 'folder.jpg') })).toMatchObject({ code: 'bad input' });
    writeFileSync(join(folder, 'letter.jpg'), 'Dear friend');
    expect(await refusal({ path: join(folder, 'letter.jpg') })).toMatchObject({
      message: expect.stringMatching(/letter\.jpg cannot be used as an image: it is no image/) as string,
    });
    expect(await refusal({ name: 'letter.jpg', bytes: Buffer.from('Dear friend').toString('base64') })).toMatchObject({
      message: expect.stringMatching(/^letter\.jpg cannot be used as an image/) as string,
    });
    const huge = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    expect(await refusal({ name: 'huge.png', bytes: huge.toString('base64') })).toMatchObject({
      message: expect.stringMatching(/huge\.png .*20000×20000 px, more than 200 megapixels/) as string,
    });
  });
});

describe('a drawing of a prediction', () => {
  const path = () => join(project.folder, 'images', '5.png');

  it('is a PNG of the image', async () => {
    const drawn = await drawing(project.context, { path: path(), landmarks: [{ name: 'nose', x: 20, y: 20 }] });
    expect(await sharp(decode(drawn.picture)).metadata()).toMatchObject({ format: 'png', width: 64, height: 48 });
    expect(decode(drawn.picture).equals(readFileSync(path()))).toBe(false);
  });

  it('is refused for landmarks that are not of the schema, and for what is no image', async () => {
    const landmarks = [{ name: 'tail', x: 1, y: 1 }];
    await expect(drawing(project.context, { path: path(), landmarks })).rejects.toThrow(/in the schema test-3/);
    const text = join(project.folder, 'project.sqlite');
    await expect(drawing(project.context, { path: text, landmarks: [] })).rejects.toThrow(basename(text));
  });
});
