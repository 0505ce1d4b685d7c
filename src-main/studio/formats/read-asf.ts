import type { FileProblem } from './file-problem.ts';
import { excerpt, readNumber, type Shape, type ShapePoint } from './shape.ts';

/** Columns a point must have: path, type, x, y, point number, connects from, connects to. Up to three more may follow. */
const POINT_COLUMNS = 7;
const GROUP_COMMENT = /^#\s*group:\s*(.+?)\s*$/;
const IMAGE_NAME = /\.(jpe?g|png|bmp|tiff?|gif|webp|pgm|ppm|avif)$/i;

interface Row {
  /** Column five; null when it is no number. */
  number: number | null;
  line: number;
  point: ShapePoint | null;
}

/**
 * Reads an AAM shape file (`.asf`) as the IMM Face Database has them: comments, the number of points, one line a point
 * with 7 or 10 columns divided by spaces or tabs, then the name of the image. Line ends may be LF, CR LF or CR.
 * Points are x/W and y/H of the image.
 * A point that cannot be read is null and told; a shape whose points cannot be told apart is not taken at all.
 * Stegmann, "Active appearance models: theory, extensions and cases", 2000, appendix on file formats.
 */
export function readAsf(text: string): Shape {
  const shape: Shape = { points: null, hostImage: null, group: null, problems: [] };
  let count: number | null = null;
  const rows: Row[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '') continue;
    if (content.startsWith('#')) {
      shape.group ??= GROUP_COMMENT.exec(content)?.[1] ?? null;
      continue;
    }
    if (count === null) {
      if (!/^\d{1,6}$/.test(content)) {
        shape.problems.push({ line, message: `the number of points should stand here, not “${excerpt(content)}”` });
        return shape;
      }
      count = Number(content);
      continue;
    }
    const columns = content.split(/\s+/);
    const isPoint = columns.length >= POINT_COLUMNS || (rows.length < count && !IMAGE_NAME.test(content));
    if (isPoint) rows.push(readRow(columns, line, rows.length, shape.problems));
    else if (shape.hostImage === null) shape.hostImage = { name: content, line };
    else
      shape.problems.push({ line, message: `nothing should follow the image's name, but “${excerpt(content)}” does` });
  }
  if (count === null) shape.problems.push({ line: null, message: 'the file is empty: it has no number of points' });
  else if (rows.length !== count)
    shape.problems.push({ line: null, message: `the file says ${count} points and has ${rows.length}` });
  else shape.points = arrange(rows, shape.problems);
  return shape;
}

function readRow(columns: string[], line: number, index: number, problems: FileProblem[]): Row {
  if (columns.length < POINT_COLUMNS) {
    problems.push({
      line,
      message: `point ${index} has ${columns.length} columns where ${POINT_COLUMNS} or 10 are needed`,
    });
    return { number: null, line, point: null };
  }
  const number = /^\d{1,6}$/.test(columns[4] ?? '') ? Number(columns[4]) : null;
  const x = readNumber(columns[2]);
  const y = readNumber(columns[3]);
  if (Number.isFinite(x) && Number.isFinite(y)) return { number, line, point: { x, y, line } };
  problems.push({
    line,
    message: `point ${number ?? index} has no finite coordinates: “${excerpt(`${columns[2]} ${columns[3]}`)}”`,
  });
  return { number, line, point: null };
}

/** Puts the points in the order of their numbers; rows without a number keep their place. Null when two claim one place. */
function arrange(rows: Row[], problems: FileProblem[]): (ShapePoint | null)[] | null {
  const points: (ShapePoint | null)[] = new Array<ShapePoint | null>(rows.length).fill(null);
  const taken = new Set<number>();
  for (const [index, row] of rows.entries()) {
    const place = row.number ?? index;
    if (place >= rows.length || taken.has(place)) {
      const reason = place >= rows.length ? `is past the last (${rows.length - 1})` : 'stands there twice';
      problems.push({ line: row.line, message: `point number ${place} ${reason}` });
      return null;
    }
    taken.add(place);
    points[place] = row.point;
  }
  if (points.some((point) => point !== null)) return points;
  problems.push({ line: null, message: 'not one point can be read' });
  return null;
}
