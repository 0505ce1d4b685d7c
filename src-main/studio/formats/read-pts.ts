import { excerpt, readNumber, type Shape, type ShapePoint } from './shape.ts';

/** From the centre of the first pixel at 1, as MATLAB counts, to the outer corner of that pixel at 0; px. */
export const PTS_SHIFT = -0.5;

/**
 * Reads a landmark file (`.pts`) as iBUG's 300-W and menpo have them: `version: 1`, `n_points: 68`, the points between
 * braces, one `x y` a line; and the bare lines of files that lost the rest. Line ends may be LF, CR LF or CR.
 * Points are answered in px of ours, (0, 0) the outer corner of the top-left pixel; the file's are 1-based pixel centres.
 * A point that cannot be read is null and told; a file with another number of points than it says is not taken.
 * Sagonas et al., "300 Faces in-the-Wild Challenge", 2013; menpo's `pts_importer`.
 */
export function readPts(text: string): Shape {
  const shape: Shape = { points: null, hostImage: null, group: null, problems: [] };
  const points: (ShapePoint | null)[] = [];
  let said: { count: number; line: number } | null = null;
  let isClosed = false;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || content === '{') continue;
    const heading = points.length === 0 ? /^([a-z_]+)\s*:\s*(.*)$/i.exec(content) : null;
    if (isClosed) {
      shape.problems.push({ line, message: `nothing should follow the points, but “${excerpt(content)}” does` });
      break;
    } else if (content === '}') isClosed = true;
    else if (heading === null) points.push(readPoint(content, line, points.length, shape));
    else if (heading[1]?.toLowerCase() === 'n_points') {
      const count = heading[2] ?? '';
      if (!/^\d{1,6}$/.test(count)) {
        shape.problems.push({ line, message: `n_points should be a number, not “${excerpt(count)}”` });
        return shape;
      }
      said = { count: Number(count), line };
    }
  }
  if (said !== null && said.count !== points.length)
    shape.problems.push({ line: said.line, message: `the file says ${said.count} points and has ${points.length}` });
  else if (points.length === 0) shape.problems.push({ line: null, message: 'the file has no points' });
  else if (points.every((point) => point === null))
    shape.problems.push({ line: null, message: 'not one point can be read' });
  else shape.points = points;
  return shape;
}

function readPoint(content: string, line: number, index: number, shape: Shape): ShapePoint | null {
  const columns = content.split(/\s+/);
  const [x, y] = [readNumber(columns[0]), readNumber(columns[1])];
  if (columns.length === 2 && Number.isFinite(x) && Number.isFinite(y))
    return { x: x + PTS_SHIFT, y: y + PTS_SHIFT, line };
  const reason =
    columns.length === 2
      ? 'has no finite coordinates'
      : `has ${columns.length} ${columns.length === 1 ? 'column' : 'columns'} where x and y are needed`;
  shape.problems.push({ line, message: `point ${index} ${reason}: “${excerpt(content)}”` });
  return null;
}
