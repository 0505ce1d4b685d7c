import type { Landmark } from '../../../../src-main/contract/index.ts';
import type { Point } from '../stage/view-transform.ts';

export interface TypedPlace {
  x: string;
  y: string;
}

/** Decimals that are offered; more may be typed. */
const decimals = 3;

/** A landmark's place as it is offered for typing; one that is absent has none. */
export function typedPlace({ x, y, visibility }: Landmark): TypedPlace {
  const shown = (value: number): string => String(Number(value.toFixed(decimals)));
  return visibility === 'absent' ? { x: '', y: '' } : { x: shown(x), y: shown(y) };
}

/** What was typed as a place, px of the image; null when it is none. A comma counts as a point. */
export function placeTyped({ x, y }: TypedPlace): Point | null {
  const [across, down] = [x, y].map((text) => {
    const trimmed = text.trim().replace(',', '.').replace('−', '-');
    return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : NaN;
  });
  if (across === undefined || down === undefined || Number.isNaN(across + down)) return null;
  return { x: across, y: down };
}
