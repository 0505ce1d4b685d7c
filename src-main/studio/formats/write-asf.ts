import type { LandmarkSchema } from '../../contract/index.ts';

export interface AsfContent {
  /** [x, y] px of each landmark of the schema, none missing: the format has no place for that. */
  points: [number, number][];
  /** px of the image. */
  width: number;
  height: number;
  /** The image's file name, or its path from the shape file's folder, with forward slashes. */
  hostImage: string;
  group: string | null;
}

/** Decimals of x/W and y/H: on an image 100 000 px wide the last stands for 1e-7 px. */
const DECIMALS = 12;
const CLOSED_PATH = 0;
const OPEN_PATH = 4;

/**
 * Writes one shape in the layout of the IMM Face Database, 7 columns a point, so that other tools take it as theirs.
 * Paths are the schema's contours; a landmark in none is a path of its own, one in several goes with the first.
 * The group stands in a comment, where other tools pass over it. The same shape gives the same bytes.
 */
export function writeAsf(schema: LandmarkSchema, content: AsfContent): string {
  const connections = connect(schema);
  const rows = content.points.map(([x, y], index) => {
    const { path, type, from, to } = connections[index] ?? { path: 0, type: OPEN_PATH, from: index, to: index };
    const relativeX = (x / content.width).toFixed(DECIMALS);
    const relativeY = (y / content.height).toFixed(DECIMALS);
    return [path, type, relativeX, relativeY, index, from, to].join(' \t');
  });
  const rule = '#'.repeat(70);
  const heading = [
    rule,
    '#',
    '#    AAM Shape File  -  written by Keypoint Studio',
    `#    schema: ${oneLine(schema.name)}`,
  ];
  if (content.group !== null) heading.push(`#    group: ${oneLine(content.group)}`);
  return [
    ...heading,
    '#',
    rule,
    '',
    ...section('number of model points', [String(content.points.length)]),
    ...section('model points', [
      '# format: <path#> <type> <x rel.> <y rel.> <point#> <connects from> <connects to>',
      '#',
      ...rows,
    ]),
    ...section('host image', [oneLine(content.hostImage)]),
  ].join('\n');
}

function section(title: string, lines: string[]): string[] {
  return ['#', `# ${title}`, '#', ...lines, ''];
}

interface Connection {
  path: number;
  type: number;
  from: number;
  to: number;
}

function connect(schema: LandmarkSchema): Connection[] {
  const connections: Connection[] = [];
  let path = 0;
  for (const contour of schema.contours) {
    const own = contour.landmarks.filter((landmark) => connections[landmark] === undefined);
    if (own.length === 0) continue;
    const type = contour.closed ? CLOSED_PATH : OPEN_PATH;
    for (const [place, landmark] of own.entries()) {
      const before = own[place - 1] ?? (contour.closed ? own.at(-1) : landmark);
      const after = own[place + 1] ?? (contour.closed ? own[0] : landmark);
      connections[landmark] = { path, type, from: before ?? landmark, to: after ?? landmark };
    }
    path += 1;
  }
  for (const index of schema.landmarks.keys())
    connections[index] ??= { path: path++, type: OPEN_PATH, from: index, to: index };
  return connections;
}

/** A name with a line break in it would end its line and start another. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
