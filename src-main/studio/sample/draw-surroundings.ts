import { randomFor } from './random.ts';
import { HEIGHT, WIDTH, type Scene } from './scene.ts';
import { curve, darker, element, glow, lighter, mix, outline, path, stroke, type Point } from './svg.ts';

/** What is behind the person, out of focus. */
export function drawBackground({ definitions, view }: Scene): string {
  const { background, light, centreX, centreY } = view;
  const random = randomFor('background', centreX, centreY);
  const lit = light.x < 0 ? 0 : WIDTH;
  const base = definitions.linear({ x: lit, y: 0 }, { x: WIDTH - lit, y: HEIGHT }, [
    [0, lighter(background.colour, 0.16)],
    [0.55, background.colour],
    [1, darker(background.colour, 0.3)],
  ]);
  const parts = [element('rect', { width: WIDTH, height: HEIGHT, fill: base })];
  if (background.kind === 'studio')
    parts.push(glow(definitions, { x: centreX, y: 210 }, 400, 310, lighter(background.colour, 0.35), 0.6));
  if (background.kind === 'wall') {
    const line = random.uniform(300, 400);
    parts.push(
      element('rect', {
        y: line,
        width: WIDTH,
        height: HEIGHT - line,
        fill: darker(background.colour, 0.35),
        'fill-opacity': 0.5,
      }),
    );
    parts.push(
      element('rect', {
        y: line - 5,
        width: WIDTH,
        height: 6,
        fill: lighter(background.colour, 0.3),
        'fill-opacity': 0.35,
      }),
    );
  }
  if (background.kind === 'lights')
    for (let index = 0; index < 16; index += 1) {
      const radius = random.uniform(12, 46);
      const colour = random.chance(0.6) ? background.accent : lighter(background.colour, 0.5);
      const place = { cx: random.uniform(0, WIDTH), cy: random.uniform(0, HEIGHT * 0.85) };
      parts.push(element('circle', { ...place, r: radius, fill: colour, 'fill-opacity': random.uniform(0.06, 0.24) }));
    }
  if (background.kind === 'window') {
    const left = random.chance(0.5) ? random.uniform(-20, 60) : random.uniform(430, 500);
    const pane = { fill: lighter(background.accent, 0.5), 'fill-opacity': 0.35, rx: 4 };
    for (const x of [left, left + 92])
      for (const y of [20, 150]) parts.push(element('rect', { x, y, width: 82, height: 120, ...pane }));
    parts.push(glow(definitions, { x: left + 90, y: 150 }, 260, 260, lighter(background.accent, 0.6), 0.35));
  }
  return parts.join('');
}

/** Neck, shoulders and clothes; the body keeps still where the head turns. */
export function drawBody(scene: Scene): string {
  const { definitions, person, view, landmarks } = scene;
  const { scale } = view;
  const chin = landmarks[6] ?? { x: WIDTH / 2, y: HEIGHT };
  const axis = view.centreX + 0.3 * (chin.x - view.centreX);
  const male = person.sex === 'm';
  const at = (x: number, y: number): Point => ({ x: axis + x * scale, y: view.centreY + y * scale });
  const neck = (male ? 0.66 : 0.54) * person.shape.jawWidth;
  const shoulder = male ? 2.25 : 1.95;
  const { base, shade } = person.skin;
  const neckFill = definitions.linear(at(-neck, 1.6), at(neck, 1.6), [
    [0, mix(base, shade, view.light.x > 0 ? 0.75 : 0.3)],
    [0.5, mix(base, shade, 0.32)],
    [1, mix(base, shade, view.light.x > 0 ? 0.3 : 0.75)],
  ]);
  const neckShape = outline(
    [at(-neck, 0.9), at(-neck, 1.6), at(-neck * 1.04, 2), at(-neck * 1.5, 2.3), at(-neck * 2.2, 2.8)],
    [at(neck * 2.2, 2.8), at(neck * 1.5, 2.3), at(neck * 1.04, 2), at(neck, 1.6), at(neck, 0.9)],
  );
  const clip = definitions.clip(neckShape);
  const shadow = path(
    curve(
      [...landmarks.slice(0, 13)].map(({ x, y }) => ({ x: x + view.light.x * -6, y: y + 0.17 * scale })),
      true,
    ),
    {
      fill: darker(shade, 0.35),
      'fill-opacity': 0.62,
      filter: definitions.blur(0.09 * scale),
    },
  );
  const hollow = stroke(curve([at(-0.12, 2.15), at(-0.02, 2.27), at(0.12, 2.16)]), shade, 0.05 * scale, 0.4);
  return [
    path(neckShape, { fill: neckFill }),
    element('g', { 'clip-path': clip }, shadow + hollow),
    drawClothes(scene, at, neck, shoulder),
  ].join('');
}

function drawClothes(scene: Scene, at: (x: number, y: number) => Point, neck: number, shoulder: number): string {
  const { definitions, person, view } = scene;
  const { kind, colour } = person.clothing;
  const { scale } = view;
  const dark = darker(colour, 0.38);
  const opening = { 'crew neck': 2.3, 'v-neck': 2.85, shirt: 2.5, 'polo neck': 1.9, hoodie: 2.42 }[kind];
  const width = kind === 'polo neck' ? neck * 1.06 : neck * 1.34;
  const high = kind === 'polo neck' ? 1.72 : 2.02;
  const collar =
    kind === 'v-neck' || kind === 'shirt'
      ? [at(width, high), at(0.02, opening), at(-width, high)]
      : [
          at(width, high),
          at(width * 0.7, opening - 0.08),
          at(0, opening),
          at(-width * 0.7, opening - 0.08),
          at(-width, high),
        ];
  const left = [
    at(-width, high),
    at(-width * 1.5, high + 0.16),
    at(-shoulder * 0.72, 2.38),
    at(-shoulder, 2.75),
    at(-shoulder - 0.2, 3.6),
  ];
  const right = [
    at(shoulder + 0.2, 3.6),
    at(shoulder, 2.75),
    at(shoulder * 0.72, 2.38),
    at(width * 1.5, high + 0.16),
    at(width, high),
  ];
  const sharp = kind === 'v-neck' || kind === 'shirt';
  const shape = sharp ? outline(left, right, collar.slice(0, 2), collar.slice(1)) : outline(left, right, collar);
  const [lit, away] = view.light.x < 0 ? [at(-shoulder, 2.3), at(shoulder, 3)] : [at(shoulder, 2.3), at(-shoulder, 3)];
  const fill = definitions.linear(lit, away, [
    [0, lighter(colour, 0.14)],
    [0.5, colour],
    [1, dark],
  ]);
  const folds = [
    [at(-1.2, 2.55), at(-1, 2.9), at(-1.05, 3.3)],
    [at(1.25, 2.6), at(1.02, 2.95), at(1.1, 3.3)],
    [at(-0.5, 2.9), at(-0.15, 3.05), at(0.4, 2.95)],
  ].map((fold) => stroke(curve(fold), dark, 0.05 * scale, 0.45));
  const parts = [path(shape, { fill }), element('g', { filter: definitions.blur(0.03 * scale) }, folds.join(''))];
  if (kind === 'shirt')
    for (const side of [-1, 1] as const)
      parts.push(
        path(
          outline(
            [at(side * width * 0.92, high - 0.16), at(0.01, opening)],
            [at(0.01, opening), at(side * 0.42, opening + 0.22)],
            [at(side * 0.42, opening + 0.22), at(side * width * 1.42, high + 0.14)],
          ),
          {
            fill: lighter(colour, side === Math.sign(view.light.x) ? 0.26 : 0.1),
            stroke: dark,
            'stroke-width': 0.8,
            'stroke-opacity': 0.5,
          },
        ),
      );
  else {
    parts.push(
      stroke(sharp ? `${curve(collar.slice(0, 2))}${curve(collar.slice(1))}` : curve(collar), dark, 0.085 * scale, 0.6),
    );
    parts.push(
      stroke(
        sharp ? `${curve(collar.slice(0, 2))}${curve(collar.slice(1))}` : curve(collar),
        lighter(colour, 0.2),
        0.02 * scale,
        0.5,
      ),
    );
  }
  if (kind === 'polo neck')
    parts.push(
      stroke(curve([at(-width, high + 0.22), at(0, high + 0.36), at(width, high + 0.22)]), dark, 0.035 * scale, 0.5),
    );
  if (kind === 'hoodie')
    for (const side of [-1, 1] as const)
      parts.push(
        stroke(
          curve([at(side * 0.3, 2.42), at(side * 0.34, 2.7), at(side * 0.31, 3)]),
          lighter(colour, 0.55),
          0.035 * scale,
          0.9,
        ),
      );
  return parts.join('');
}
