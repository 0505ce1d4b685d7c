import { describe, expect, test } from 'vitest';
import type { LandmarkSchema } from '../../contract/index.ts';
import { decodeText } from './decode-text.ts';
import { groupFromName } from './group-from-name.ts';
import { parseJson } from './parse-json.ts';
import { readAsf } from './read-asf.ts';
import { isCoco, readCoco, type CocoLists } from './read-coco.ts';
import { readPts } from './read-pts.ts';
import { writeAsf } from './write-asf.ts';
import { writeCoco, type CocoExportImage } from './write-coco.ts';
import { writePts } from './write-pts.ts';

const schema: LandmarkSchema = {
  name: 'test-4',
  title: 'Square and its middle',
  landmarks: ['a', 'b', 'c', 'middle'].map((name) => ({ name, group: 'all' })),
  groups: [{ name: 'all', colour: '#ffffff' }],
  contours: [
    { name: 'triangle', landmarks: [0, 1, 2], closed: true },
    { name: 'line', landmarks: [2, 3], closed: false },
  ],
  mirrorPairs: [[0, 2]],
  outerEyeCorners: null,
  template: null,
};

/** A shape file of three points; lines can be replaced by their number. */
function shapeFile(replace: Record<number, string> = {}): string {
  const lines = [
    '# comment',
    '3',
    '0 \t4 \t0.25 \t0.5 \t0 \t0 \t1',
    '0 4 0.50 0.25 1 0 2 0.00 0.00 0.00',
    '0\t4\t.75\t5e-1\t2\t1\t2',
    '# host image',
    'face one.jpg',
  ];
  return lines.map((line, index) => replace[index + 1] ?? line).join('\n');
}

describe('ASF', () => {
  test('reads 7 and 10 columns, spaces and tabs, and the image', () => {
    expect(readAsf(shapeFile())).toEqual({
      points: [
        { x: 0.25, y: 0.5, line: 3 },
        { x: 0.5, y: 0.25, line: 4 },
        { x: 0.75, y: 0.5, line: 5 },
      ],
      hostImage: { name: 'face one.jpg', line: 7 },
      group: null,
      problems: [],
    });
  });

  test.each(['\r\n', '\r'])('line ends %j count lines alike', (lineEnd) => {
    expect(readAsf(shapeFile().replaceAll('\n', lineEnd))).toEqual(readAsf(shapeFile()));
  });

  test('orders points by their numbers', () => {
    const shape = readAsf(shapeFile({ 3: '0 4 0.1 0.1 2 0 1', 5: '0 4 0.3 0.3 0 1 2' }));
    expect(shape.points?.map((point) => point?.x)).toEqual([0.3, 0.5, 0.1]);
  });

  test.each([
    ['NaN', '0 4 nan 0.5 1 0 2', 'point 1 has no finite coordinates: “nan 0.5”'],
    ['infinity', '0 4 0.5 1e999 1 0 2', 'point 1 has no finite coordinates: “0.5 1e999”'],
    ['hexadecimal', '0 4 0x1 0.5 1 0 2', 'point 1 has no finite coordinates: “0x1 0.5”'],
    ['too few columns', '0 4 0.5', 'point 1 has 3 columns where 7 or 10 are needed'],
  ])('%s is told by line, the other points stay', (_, line, message) => {
    const shape = readAsf(shapeFile({ 4: line }));
    expect(shape.problems).toEqual([{ line: 4, message }]);
    expect(shape.points?.map((point) => point?.line ?? null)).toEqual([3, null, 5]);
  });

  test.each([
    ['count', { 2: '4' }, { line: null, message: 'the file says 4 points and has 3' }],
    ['missing count', { 2: '0 4 0.1' }, { line: 2, message: 'the number of points should stand here, not “0 4 0.1”' }],
    ['repeated number', { 4: '0 4 0.5 0.5 0 0 2' }, { line: 4, message: 'point number 0 stands there twice' }],
    ['number past the last', { 4: '0 4 0.5 0.5 9 0 2' }, { line: 4, message: 'point number 9 is past the last (2)' }],
  ])('a wrong %s leaves no points to take', (_, replace, problem) => {
    expect(readAsf(shapeFile(replace))).toMatchObject({ points: null, problems: [problem] });
  });

  test('writes what it reads, to the last decimals of a large image', () => {
    const points: [number, number][] = [
      [12345.678901, 0.000123],
      [99999.999999, 79999.5],
      [-3.25, 5],
      [Math.PI * 1000, Math.E * 1000],
    ];
    const size = { width: 100_000, height: 80_000 };
    const text = writeAsf(schema, { points, ...size, hostImage: 'a.jpg', group: 'anna' });
    const shape = readAsf(text);
    expect(shape).toMatchObject({ hostImage: { name: 'a.jpg' }, group: 'anna', problems: [] });
    for (const [index, point] of (shape.points ?? []).entries()) {
      expect(point!.x * size.width).toBeCloseTo(points[index]![0], 6);
      expect(point!.y * size.height).toBeCloseTo(points[index]![1], 6);
    }
    expect(writeAsf(schema, { points, ...size, hostImage: 'a.jpg', group: 'anna' })).toBe(text);
  });

  test('writes paths and connections from the contours', () => {
    const points = schema.landmarks.map((): [number, number] => [0, 0]);
    const text = writeAsf(schema, { points, width: 10, height: 10, hostImage: 'a.jpg', group: null });
    const rows = text.split('\n').filter((line) => /^\d+ \t/.test(line));
    expect(rows.map((row) => row.split(/\s+/).filter((_, column) => column !== 2 && column !== 3))).toEqual([
      ['0', '0', '0', '2', '1'],
      ['0', '0', '1', '0', '2'],
      ['0', '0', '2', '1', '0'],
      ['1', '4', '3', '3', '3'],
    ]);
  });
});

describe('PTS', () => {
  const whole = 'version: 1\nn_points:  3\n{\n1 1\n2.5 3\n4e1 .5\n}\n';

  test('coordinates become px from the corner of the first pixel, whose centre the file calls 1', () => {
    const { points, problems } = readPts(whole);
    expect(problems).toEqual([]);
    expect(points).toEqual([
      { x: 0.5, y: 0.5, line: 4 },
      { x: 2, y: 2.5, line: 5 },
      { x: 39.5, y: 0, line: 6 },
    ]);
  });

  test.each([
    ['bare lines', '1 1\n2.5 3\n4e1 .5'],
    ['line ends of Windows, tabs, spaces at the ends', whole.replaceAll('\n', ' \r\n').replace('2.5 3', '\t2.5\t3')],
    ['another version, more headings', `image: a: b.jpg\n${whole.replace('1', '1.0')}`],
    ['the last brace missing', whole.replace('}', '')],
  ])('%s give the same points', (_, text) => {
    const places = (of: string) => readPts(of).points?.map((point) => [point?.x, point?.y]);
    expect(places(text)).toEqual(places(whole));
    expect(readPts(text).problems).toEqual([]);
  });

  test.each([
    ['2.5 3', 'NaN 3', 5, /point 1 has no finite coordinates: “NaN 3”/],
    ['2.5 3', '2.5', 5, /point 1 has 1 column where/],
    ['2.5 3', '2.5 3 9', 5, /point 1 has 3 columns where/],
    ['2.5 3', 'x: 3', 5, /point 1 has no finite/],
  ])('a point that cannot be read (%s for %s) is absent', (good, bad, line, message) => {
    const shape = readPts(whole.replace(good, bad));
    expect(shape.points?.[1]).toBeNull();
    expect(shape.points?.[2]).toMatchObject({ x: 39.5 });
    expect(shape.problems).toEqual([{ line, message: expect.stringMatching(message) as string }]);
  });

  test.each([
    ['n_points:  3', 'n_points: 4', 2, 'the file says 4 points and has 3'],
    ['n_points:  3', 'n_points: many', 2, 'n_points should be a number, not “many”'],
    ['1 1\n2.5 3\n4e1 .5\n', '', 2, 'the file says 3 points and has 0'],
    [whole, '', null, 'the file has no points'],
    [whole, 'nan nan\n', null, 'not one point can be read'],
  ])('%j for %j: not taken', (good, bad, line, message) => {
    const shape = readPts(whole.replace(good, bad));
    expect(shape.points).toBeNull();
    expect(shape.problems.at(-1)).toEqual({ line, message });
  });

  test('what follows the points is told', () => {
    expect(readPts(`${whole}5 5\n6 6`).problems).toMatchObject([{ line: 8 }]);
  });

  test('reads back what it writes, under the standard header', () => {
    const points: [number, number][] = [
      [0.1, 1 / 3],
      [-4.5, 12.3456789],
    ];
    const text = writePts(points);
    expect(text.split('\n').slice(0, 4)).toEqual(['version: 1', 'n_points: 2', '{', '0.6 0.833333333']);
    for (const [index, point] of (readPts(text).points ?? []).entries()) {
      expect(point!.x).toBeCloseTo(points[index]![0], 8);
      expect(point!.y).toBeCloseTo(points[index]![1], 8);
    }
  });
});

describe('COCO', () => {
  const images: CocoExportImage[] = [
    {
      fileName: 'images/a.jpg',
      width: 100,
      height: 50,
      group: '07',
      split: 'validation',
      instances: [
        {
          box: { x: 1, y: 2, width: 30, height: 40 },
          landmarks: [
            { x: 1 / 3, y: 2, visibility: 'visible' },
            { x: 3, y: 4, visibility: 'occluded' },
            { x: 0, y: 0, visibility: 'absent' },
            { x: 7, y: 8.5, visibility: 'visible' },
          ],
        },
      ],
    },
    { fileName: 'images/b.jpg', width: 9, height: 9, group: null, split: 'none', instances: [] },
  ];
  const lists = (): CocoLists => {
    const { value } = parseJson(writeCoco(schema, images));
    if (!isCoco(value)) throw new Error('not COCO');
    return value;
  };

  test('reads back what it writes, occluded and absent points and the box included', () => {
    const dataset = readCoco(lists(), schema);
    expect(dataset.problems).toEqual([]);
    expect(dataset.images).toEqual([
      { fileName: 'images/a.jpg', size: { width: 100, height: 50 }, group: '07', instances: images[0]!.instances },
      { fileName: 'images/b.jpg', size: { width: 9, height: 9 }, group: null, instances: [] },
    ]);
  });

  test('fills the fields other tools need', () => {
    const { categories, annotations } = lists();
    expect(categories).toMatchObject([
      {
        id: 1,
        keypoints: ['a', 'b', 'c', 'middle'],
        skeleton: [
          [1, 2],
          [2, 3],
          [3, 1],
          [3, 4],
        ],
      },
    ]);
    expect(annotations).toEqual([
      expect.objectContaining({ id: 1, image_id: 1, num_keypoints: 3, iscrowd: 0, bbox: [1, 2, 30, 40], area: 1200 }),
    ]);
  });

  test('without a box the extent of the points is written, and no box read back', () => {
    const instance = { ...images[0]!.instances[0]!, box: null };
    const { value } = parseJson(writeCoco(schema, [{ ...images[0]!, instances: [instance] }]));
    expect((value as { annotations: { bbox: number[] }[] }).annotations[0]!.bbox).toEqual([1 / 3, 2, 7 - 1 / 3, 6.5]);
    expect(readCoco(value as CocoLists, schema).images[0]!.instances).toEqual([instance]);
  });

  test('keypoints are matched by name, whatever their order; those not there are absent', () => {
    const found = readCoco(
      {
        categories: [{ id: 5, keypoints: ['middle', 'b'] }],
        images: [{ id: 'x', file_name: 'x.png' }],
        annotations: [{ id: 1, image_id: 'x', category_id: 5, keypoints: [1, 2, 2, 3, 4, 1] }],
      },
      schema,
    );
    expect(found.images[0]!.instances[0]!.landmarks).toEqual([
      { x: 0, y: 0, visibility: 'absent' },
      { x: 3, y: 4, visibility: 'occluded' },
      { x: 0, y: 0, visibility: 'absent' },
      { x: 1, y: 2, visibility: 'visible' },
    ]);
  });

  test('what is wrong is told by annotation, the rest is taken', () => {
    const good = [1, 1, 2, 2, 2, 2, 3, 3, 2, 4, 4, 2];
    const { value } = parseJson(`{
      "categories": [{"id": 1}],
      "images": [{"id": 1, "file_name": "NaN.jpg"}, {"id": 1, "file_name": "b.jpg"}, {"file_name": "c.jpg"}],
      "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "keypoints": [NaN, 1, 2, ${good.slice(3).join()}]},
        {"id": 2, "image_id": 9, "category_id": 1, "keypoints": [${good.join()}]},
        {"id": 3, "image_id": 1, "category_id": 1, "keypoints": [1, 2, 2]},
        {"id": 4, "image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1]},
        {"id": 5, "image_id": 1, "category_id": 1, "keypoints": "none"},
        {"id": 6, "image_id": 1, "category_id": 1, "bbox": [0, 0, -1, 1], "keypoints": [${good.join()}]}
      ]}`);
    const { images: found, problems } = readCoco(value as CocoLists, schema);
    expect(found).toHaveLength(1);
    expect(found[0]!.fileName).toBe('NaN.jpg');
    expect(found[0]!.instances.map(({ landmarks }) => landmarks[0]!.visibility)).toEqual(['absent', 'visible']);
    expect(problems.map(({ message }) => message.split(':')[0])).toEqual([
      'image 1 (b.jpg)',
      'image number 3',
      'annotation id 1',
      'annotation id 2',
      'annotation id 3',
      'annotation number 5',
      'annotation id 6',
      '1 annotations have no keypoints and were not taken',
    ]);
  });

  test('broken JSON is told by line', () => {
    expect(parseJson('{\n"a": 1,\n"b" 2\n}')).toMatchObject({ value: null, problem: { line: 3 } });
  });
});

test('text of any of the usual encodings', () => {
  expect(decodeText(Buffer.from('\ufeffæ', 'utf8'))).toBe('æ');
  expect(decodeText(Buffer.from([0xe6]))).toBe('æ');
  expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('æ', 'utf16le')]))).toBe('æ');
  expect(decodeText(Buffer.from([1, 0, 2]))).toBeNull();
});

test.each([
  ['07-3f', '07'],
  ['33-6M', '33'],
  ['2020-01', null],
  ['IMG_1234', null],
  ['a07-3f', null],
])('the person in %s is %s', (name, group) => {
  expect(groupFromName(name)).toBe(group);
});
