/** How the picture is shown, never what it is: nothing of it reaches the file or a training. All at 0, and gamma at 1, is the picture as it is. */
export interface Tone {
  /** -100 to 100: percent of white that are added. */
  brightness: number;
  /** -100 to 100: from a quarter of the contrast to four times of it. */
  contrast: number;
  /** 0.25 to 4: above 1 shadows become lighter while black and white stay. */
  gamma: number;
}

export const asItIs: Tone = { brightness: 0, contrast: 0, gamma: 1 };

export const toneRanges = {
  brightness: { least: -100, most: 100, step: 5 },
  contrast: { least: -100, most: 100, step: 5 },
  gamma: { least: 0.25, most: 4, step: 0.05 },
} as const satisfies Record<keyof Tone, { least: number; most: number; step: number }>;

export const isAsItIs = (tone: Tone): boolean => tone.brightness === 0 && tone.contrast === 0 && tone.gamma === 1;

/** A tone with one part moved by so many steps of its range, and within it. */
export function toneMoved(tone: Tone, part: keyof Tone, steps: number): Tone {
  const { least, most, step } = toneRanges[part];
  const moved = Math.round((tone[part] + steps * step) / step) * step;
  return { ...tone, [part]: Number(Math.min(most, Math.max(least, moved)).toFixed(2)) };
}

/** What each of 256 levels of a colour becomes; levels from 0 to 1. Gamma first, then contrast about the middle, then brightness. */
export function toneTable({ brightness, contrast, gamma }: Tone): number[] {
  return Array.from({ length: 256 }, (_, level) => {
    const lightened = (level / 255) ** (1 / gamma);
    const spread = (lightened - 0.5) * 4 ** (contrast / 100) + 0.5;
    return Math.min(1, Math.max(0, spread + brightness / 100));
  });
}

const filterId = 'picture-tone';

/**
 * A canvas filter that shows a picture so: 'none' or the address of an SVG filter in this document, of which there is one at a
 * time. Chromium applies it with the GPU where there is one.
 */
export function toneFilter(tone: Tone): string {
  if (isAsItIs(tone)) return 'none';
  const name = `${filterId}-${tone.brightness}-${tone.contrast}-${tone.gamma}`.replaceAll('.', '_');
  const before = document.querySelector<SVGElement>('svg[data-tone]');
  if (before?.dataset.tone !== name) {
    before?.remove();
    document.body.append(svgOf(name, toneTable(tone)));
  }
  return `url(#${name})`;
}

function svgOf(name: string, table: readonly number[]): SVGElement {
  const make = (tag: string, attributes: Record<string, string>, ...inside: SVGElement[]): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const tableValues = table.map((value) => value.toFixed(4)).join(' ');
  const parts = ['feFuncR', 'feFuncG', 'feFuncB'].map((part) => make(part, { type: 'table', tableValues }));
  const transfer = make('feComponentTransfer', {}, ...parts);
  // The levels are those of the file, not of linear light.
  const space = { 'color-interpolation-filters': 'sRGB', x: '0', y: '0', width: '1', height: '1' };
  const filter = make('filter', { id: name, ...space }, transfer);
  const hidden = { 'data-tone': name, width: '0', height: '0', 'aria-hidden': 'true', style: 'position: absolute' };
  return make('svg', hidden, filter);
}
