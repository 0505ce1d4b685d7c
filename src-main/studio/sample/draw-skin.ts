import { pick, range, type Scene } from './scene.ts';
import { between, curve, darker, distance, element, glow, mix, path, stroke, type Point } from './svg.ts';

/** Ears, drawn before the head covers them: the one towards us stands out, the other hides. */
export function drawEars({ definitions, person, view, head, projection }: Scene): string {
  const { base, shade } = person.skin;
  const ring = head.skull[1];
  if (ring === undefined) return '';
  return ([-1, 1] as const)
    .map((side) => {
      const turned = -side * Math.sin(view.yaw);
      if (turned < -0.2) return '';
      const edge = projection.edge({ ...ring, y: 0.2 }, side);
      const scale = projection.scale;
      const centre = { x: edge.x + side * (0.01 + 0.05 * turned) * scale, y: edge.y };
      const tilt = (view.roll * 180) / Math.PI + side * 9;
      const width = (0.13 + 0.1 * Math.max(0, turned)) * scale;
      const shape = {
        cx: centre.x,
        cy: centre.y,
        rx: width,
        ry: 0.36 * scale,
        transform: `rotate(${tilt} ${centre.x} ${centre.y})`,
      };
      const lit = side === Math.sign(view.light.x) ? 0.2 : 0.5;
      const inner = { ...shape, cx: centre.x + side * 0.02 * scale, rx: width * 0.55, ry: 0.25 * scale };
      return [
        element('ellipse', { ...shape, fill: mix(base, shade, lit) }),
        element('ellipse', { ...inner, fill: mix(base, shade, lit + 0.35), 'fill-opacity': 0.7 }),
        glow(
          definitions,
          { x: centre.x, y: centre.y + 0.24 * scale },
          width * 0.8,
          0.14 * scale,
          person.skin.blush,
          0.4,
        ),
      ].join('');
    })
    .join('');
}

/** The head's skin with the light on its round form. All of it stays inside the outline, whose edge stays sharp. */
export function drawSkin(scene: Scene): string {
  const { definitions, person, view, landmarks, projection, headOutline } = scene;
  const { base, shade, light, blush } = person.skin;
  const scale = projection.scale;
  const at = (x: number, y: number, z: number): Point => projection.point({ x, y, z });
  const centre = at(0, 0.35, 1);
  const towards = { x: view.light.x, y: view.light.y };
  const lit = { x: centre.x + towards.x * 1.25 * scale, y: centre.y + towards.y * 1.3 * scale };
  const away = { x: centre.x - towards.x * 1.25 * scale, y: centre.y - towards.y * 1.3 * scale };
  const { hardness } = view.light;
  const fill = definitions.linear(lit, away, [
    [0, mix(base, light, 0.3 + 0.4 * hardness)],
    [0.4, base],
    [1, mix(base, darker(shade, 0.25 * hardness), 0.35 + 0.6 * hardness)],
  ]);
  const roundness = definitions.radial(
    { x: centre.x + towards.x * 0.2 * scale, y: centre.y - 0.1 * scale },
    1.75 * scale,
    [
      [0, shade, 0],
      [0.5, shade, 0.02],
      [0.78, shade, 0.3],
      [1, darker(shade, 0.15), 0.7],
    ],
  );
  const cheeks = ([-1, 1] as const).map((side) =>
    [
      glow(definitions, at(side * 0.58, 0.6, 0.92), 0.42 * scale, 0.34 * scale, blush, 0.34 + 0.25 * person.makeUp),
      glow(
        definitions,
        at(side * 0.58, 0.33, 0.95),
        0.3 * scale,
        0.16 * scale,
        light,
        side === Math.sign(towards.x) ? 0.55 : 0.22,
        side * -18,
      ),
    ].join(''),
  );
  const sockets = [range(13, 20), range(21, 28)].map((eye) => {
    const points = pick(landmarks, ...eye);
    const width = distance(points[0] ?? centre, points[4] ?? centre);
    const middle = between(points[2] ?? centre, points[6] ?? centre, 0.3);
    return glow(definitions, middle, width * 0.95, width * 0.62, mix(shade, '#5a2e2e', 0.25), 0.5);
  });
  const forms = [
    glow(definitions, at(towards.x * 0.25, -0.72, 0.95), 0.72 * scale, 0.34 * scale, light, 0.5),
    glow(definitions, at(0, 1.5, 1), 0.26 * scale, 0.17 * scale, light, 0.4),
    glow(definitions, at(0, 1.335, 1.02), 0.3 * scale, 0.09 * scale, shade, 0.5),
    glow(definitions, at(0, 0.8, 1.2), 0.13 * scale, 0.12 * scale, shade, 0.2),
  ];
  const beam = glow(
    definitions,
    { x: centre.x + view.light.x * 0.9 * scale, y: centre.y - 0.7 * scale },
    1.3 * scale,
    1.9 * scale,
    view.light.tint,
    0.05 + 0.3 * hardness ** 2,
  );
  return [
    path(headOutline, { fill }),
    element(
      'g',
      { 'clip-path': definitions.clip(headOutline) },
      [
        path(headOutline, { fill: roundness }),
        ...cheeks,
        ...sockets,
        ...forms,
        beam,
        drawLines(scene, at),
        drawFreckles(scene, at),
      ].join(''),
    ),
  ].join('');
}

/** Folds of a smile and of age. */
function drawLines(scene: Scene, at: (x: number, y: number, z: number) => Point): string {
  const { definitions, person, view, projection } = scene;
  const { shade } = person.skin;
  const scale = projection.scale;
  const { smile, brows } = view.expression;
  const depth = Math.min(1, 0.12 + 0.5 * smile + 0.4 * Math.max(0, person.age - 0.4));
  const parts = ([-1, 1] as const).flatMap((side) => [
    stroke(
      curve([
        at(side * 0.3, 0.58, 1.05),
        at(side * (0.43 + 0.05 * smile), 0.76, 1),
        at(side * (0.5 + 0.1 * smile), 1 - 0.04 * smile, 0.88),
      ]),
      darker(shade, 0.1),
      0.05 * scale,
      depth * 0.75,
    ),
    stroke(
      curve([at(side * 0.3, 0.14, 0.9), at(side * 0.45, 0.205, 0.92), at(side * 0.6, 0.17, 0.85)]),
      shade,
      0.03 * scale,
      0.2 + 0.5 * person.age,
    ),
  ]);
  if (person.age > 0.6)
    for (const y of [-0.62, -0.78])
      parts.push(
        stroke(
          curve([at(-0.45, y + 0.03, 0.9), at(0, y, 1), at(0.45, y + 0.03, 0.9)]),
          shade,
          0.022 * scale,
          0.16 * person.age + 0.2 * Math.max(0, brows),
        ),
      );
  return element('g', { filter: definitions.blur(0.018 * scale) }, parts.join(''));
}

function drawFreckles({ person, texture, projection }: Scene, at: (x: number, y: number, z: number) => Point): string {
  if (!person.freckles) return '';
  const dots = range(1, 46).map(() => {
    const { x, y } = at(texture.normal(0, 0.36), texture.normal(0.42, 0.12), 0.98);
    const radius = texture.uniform(0.006, 0.014) * projection.scale;
    return element('circle', { cx: x, cy: y, r: radius, fill: '#9a5a38', 'fill-opacity': texture.uniform(0.2, 0.5) });
  });
  return dots.join('');
}

/** Hair on cheeks, lip and chin, ending exactly at the jaw's edge. */
export function drawBeard(scene: Scene): string {
  const { definitions, person, projection, landmarks, headOutline, texture } = scene;
  const { beard } = person;
  if (beard === 'none') return '';
  const scale = projection.scale;
  const at = (x: number, y: number, z: number): Point => projection.point({ x: x * person.shape.width, y, z });
  const mouth = pick(landmarks, 39, 40, 41, 42, 43);
  const nose = pick(landmarks, 51, 52, 53);
  const up = ({ x, y }: Point, lift: number): Point => ({ x, y: y - lift * scale });
  const wide = beard === 'full' || beard === 'stubble';
  const colour = darker(person.hair.colour, 0.12);
  const shapes: Point[][] = [];
  if (wide)
    shapes.push([
      ...pick(landmarks, ...range(0, 12)),
      at(0.97, 0.45, 0.3),
      at(0.86, 0.62, 0.55),
      at(0.66, 0.93, 0.8),
      ...mouth.toReversed().map((point) => up(point, 0.13)),
      at(-0.66, 0.93, 0.8),
      at(-0.86, 0.62, 0.55),
      at(-0.97, 0.45, 0.3),
    ]);
  else if (beard === 'goatee')
    shapes.push([
      ...pick(landmarks, 4, 5, 6, 7, 8),
      at(0.47, 1.25, 0.9),
      ...mouth.toReversed().map((point) => up(point, 0.11)),
      at(-0.47, 1.25, 0.9),
    ]);
  else
    shapes.push([
      ...mouth,
      at(0.44, 1, 0.92),
      ...nose.toReversed().map((point) => ({ x: point.x, y: point.y + 0.05 * scale })),
      at(-0.44, 1, 0.92),
    ]);
  const isStubble = beard === 'stubble';
  const d = shapes.map((shape) => curve(shape, true)).join('');
  const hairs = range(1, isStubble ? 420 : 520).map(() => {
    const [x, y] = [texture.uniform(-1.02, 1.02), texture.uniform(0.4, 1.95)];
    const root = at(x, y, 1.05 - 0.75 * x * x);
    const length = (isStubble ? 0.02 : 0.085) * scale;
    const lean = 0.5 * x * length;
    return `M${root.x.toFixed(1)} ${root.y.toFixed(1)}l${lean.toFixed(1)} ${length.toFixed(1)}`;
  });
  const soft = path(d, {
    fill: colour,
    'fill-opacity': isStubble ? 0.26 : 0.82,
    filter: definitions.blur((isStubble ? 0.07 : 0.035) * scale),
  });
  const clip = isStubble ? d : curve(shapes.flat(), true);
  return element(
    'g',
    { 'clip-path': definitions.clip(headOutline) },
    soft +
      element(
        'g',
        { 'clip-path': definitions.clip(clip) },
        stroke(
          hairs.join(''),
          isStubble ? colour : mix(colour, '#ffffff', 0.16),
          0.011 * scale,
          isStubble ? 0.4 : 0.5,
        ) + (isStubble ? '' : stroke(hairs.slice(0, 260).join(''), darker(colour, 0.45), 0.012 * scale, 0.45)),
      ),
  );
}

/** Light over everything: the shadow side of a spot, the tint of the lamp. Drawn last, over head and shoulders alike. */
export function drawLight({ definitions, view, landmarks }: Scene): string {
  const { light, scale } = view;
  const centre = landmarks[52] ?? { x: 320, y: 240 };
  const far = 2.1 * scale;
  const shadow = definitions.linear(
    { x: centre.x + light.x * far, y: centre.y + light.y * far * 0.5 },
    { x: centre.x - light.x * far, y: centre.y - light.y * far * 0.5 },
    [
      [0, '#000000', 0],
      [0.44, '#000000', 0],
      [0.6, '#05060c', 0.3 * light.hardness ** 2],
      [0.8, '#05060c', 0.62 * light.hardness ** 2],
      [1, '#05060c', 0.7 * light.hardness ** 2],
    ],
  );
  const exposure =
    light.exposure < 1
      ? (['#000000', 1 - light.exposure] as const)
      : (['#ffffff', (light.exposure - 1) * 0.6] as const);
  const all = { width: '100%', height: '100%' };
  return [
    element('rect', { ...all, fill: shadow }),
    element('rect', { ...all, fill: light.tint, 'fill-opacity': 0.04 }),
    element('rect', { ...all, fill: exposure[0], 'fill-opacity': exposure[1] }),
  ].join('');
}
