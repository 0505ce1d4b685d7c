import type { Box } from '../../../src-main/contract/index.ts';

/** A prediction on a photograph, as it is copied. */
export interface FoundLandmarks {
  file: string;
  /** px of the upright image. */
  width: number;
  height: number;
  runId: number;
  /** Where was looked; null for the whole image. */
  box: Box | null;
  landmarks: readonly { name: string; x: number; y: number }[];
}

/** With a heading, one landmark a line, px to a hundredth (RFC 4180). */
export function asCsv({ landmarks }: FoundLandmarks): string {
  const rows = landmarks.map(({ name, x, y }) => [quoted(name), x.toFixed(2), y.toFixed(2)].join(','));
  return ['landmark,x,y', ...rows, ''].join('\r\n');
}

/** As `predict --json` has it, px to a hundredth. */
export function asJson({ file, width, height, runId, box, landmarks }: FoundLandmarks): string {
  const short = (value: number): number => Number(value.toFixed(2));
  const places = landmarks.map(({ name, x, y }) => ({ name, x: short(x), y: short(y) }));
  return JSON.stringify({ file, width, height, runId, box, landmarks: places }, null, 2);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
