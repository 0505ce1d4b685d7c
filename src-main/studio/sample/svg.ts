/** A place on the drawing, px of 640 × 480. */
export interface Point {
  x: number;
  y: number;
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

function place({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A curve through every point (Catmull-Rom as cubic Béziers): landmarks given to it lie on it exactly. */
export function curve(points: readonly Point[], closed = false): string {
  const at = (index: number): Point => {
    const last = points.length - 1;
    const wrapped = closed ? (index + points.length) % points.length : Math.min(last, Math.max(0, index));
    return points[wrapped] ?? { x: 0, y: 0 };
  };
  const pieces: string[] = [];
  const count = closed ? points.length : points.length - 1;
  for (let index = 0; index < count; index += 1) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const first = { x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6 };
    const second = { x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6 };
    pieces.push(`C${place(first)} ${place(second)} ${place(to)}`);
  }
  return `M${place(at(0))}${pieces.join('')}${closed ? 'Z' : ''}`;
}

/** Several open curves joined into one closed outline; where two meet there is a corner. */
export function outline(...parts: (readonly Point[])[]): string {
  const drawn = parts.map((part, index) => (index === 0 ? curve(part) : curve(part).replace('M', 'L')));
  return `${drawn.join('')}Z`;
}

/** Straight lines through the points. */
export function lines(points: readonly Point[], closed = false): string {
  return `M${points.map(place).join('L')}${closed ? 'Z' : ''}`;
}

export function between(one: Point, other: Point, part: number): Point {
  return { x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part };
}

export function middle(points: readonly Point[]): Point {
  const sum = points.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** `#rrggbb`. */
export type Colour = string;

/** From one colour to another, 0 to 1. */
export function mix(one: Colour, other: Colour, part: number): Colour {
  const channels = [1, 3, 5].map((start) => {
    const [from, to] = [one, other].map((colour) => Number.parseInt(colour.slice(start, start + 2), 16));
    return Math.round((from ?? 0) + ((to ?? 0) - (from ?? 0)) * part);
  });
  return `#${channels.map((channel) => Math.min(255, Math.max(0, channel)).toString(16).padStart(2, '0')).join('')}`;
}

export const darker = (colour: Colour, part: number): Colour => mix(colour, '#000000', part);
export const lighter = (colour: Colour, part: number): Colour => mix(colour, '#ffffff', part);

type Attributes = Record<string, string | number | undefined>;

/** One element; numbers are rounded to hundredths of a px. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : value}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export function path(d: string, attributes: Attributes): string {
  return element('path', { d, ...attributes });
}

/** A line without a fill, round at its ends. */
export function stroke(d: string, colour: Colour, width: number, opacity = 1): string {
  return path(d, {
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-opacity': opacity,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
}

/** Collects what must be defined before it is used: gradients, clips, filters. Equal definitions are kept once. */
export class Definitions {
  readonly #byContent = new Map<string, string>();

  /** `make` is given the new id. Answers it as `url(#…)`. */
  add(make: (id: string) => string): string {
    const content = make('?');
    const id = this.#byContent.get(content) ?? `d${this.#byContent.size}`;
    this.#byContent.set(content, id);
    return `url(#${id})`;
  }

  toString(): string {
    return `<defs>${[...this.#byContent].map(([content, id]) => content.replace('id="?"', `id="${id}"`)).join('')}</defs>`;
  }

  /** A straight gradient between two places of the drawing. */
  linear(from: Point, to: Point, stops: GradientStop[]): string {
    return this.add((id) =>
      element(
        'linearGradient',
        { id, gradientUnits: 'userSpaceOnUse', x1: from.x, y1: from.y, x2: to.x, y2: to.y },
        writeStops(stops),
      ),
    );
  }

  /** A round gradient about a place of the drawing. */
  radial(centre: Point, radius: number, stops: GradientStop[]): string {
    return this.add((id) =>
      element(
        'radialGradient',
        { id, gradientUnits: 'userSpaceOnUse', cx: centre.x, cy: centre.y, r: radius },
        writeStops(stops),
      ),
    );
  }

  /** A fill that fades from the middle of whatever shape it fills to nothing at its edge. */
  soft(colour: Colour): string {
    return this.add((id) =>
      element(
        'radialGradient',
        { id },
        writeStops([
          [0, colour, 1],
          [0.35, colour, 0.72],
          [0.7, colour, 0.2],
          [1, colour, 0],
        ]),
      ),
    );
  }

  blur(deviation: number): string {
    return this.add((id) =>
      element(
        'filter',
        { id, x: '-30%', y: '-30%', width: '160%', height: '160%', 'color-interpolation-filters': 'sRGB' },
        element('feGaussianBlur', { stdDeviation: deviation }),
      ),
    );
  }

  clip(d: string): string {
    return this.add((id) => element('clipPath', { id }, path(d, {})));
  }
}

/** Offset 0 to 1, colour, opacity (1 when left out). */
export type GradientStop = [number, Colour, number?];

function writeStops(stops: GradientStop[]): string {
  return stops
    .map(([offset, colour, opacity]) => element('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity ?? 1 }))
    .join('');
}

/** An ellipse that fades out, turned by `angle` degrees: light or shade on a round form. */
export function glow(
  definitions: Definitions,
  centre: Point,
  radiusX: number,
  radiusY: number,
  colour: Colour,
  opacity: number,
  angle = 0,
): string {
  return element('ellipse', {
    cx: centre.x,
    cy: centre.y,
    rx: Math.max(0.1, radiusX),
    ry: Math.max(0.1, radiusY),
    fill: definitions.soft(colour),
    'fill-opacity': opacity,
    transform: angle === 0 ? undefined : `rotate(${round(angle)} ${round(centre.x)} ${round(centre.y)})`,
  });
}
