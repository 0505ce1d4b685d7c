import type { FileProblem } from './file-problem.ts';

/** One point of a shape file, in the unit of its format, and the line it stood in. */
export interface ShapePoint {
  x: number;
  y: number;
  line: number;
}

/** What a file with the points of one face holds. */
export interface Shape {
  /** By point number; null where the file has a point that cannot be read. Null when the file holds no usable shape. */
  points: (ShapePoint | null)[] | null;
  /** The image as the file names it; null when it does not. */
  hostImage: { name: string; line: number } | null;
  /** Our own export writes it into a comment of formats that have comments; null elsewhere. */
  group: string | null;
  problems: FileProblem[];
}

/** A decimal number as a column of text has it; NaN for anything else. */
export function readNumber(text: string | undefined): number {
  return text !== undefined && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** The beginning of a file's own text, short enough for a message. */
export function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
