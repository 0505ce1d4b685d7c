import { browColour } from './person.ts';
import { pick, range, type Scene } from './scene.ts';
import {
  between,
  curve,
  darker,
  distance,
  element,
  glow,
  lighter,
  lines,
  middle,
  mix,
  outline,
  path,
  stroke,
  type Point,
} from './svg.ts';

const EYES = [
  { eye: range(13, 20), brow: range(29, 33), side: 1 },
  { eye: range(21, 28), brow: range(34, 38), side: -1 },
] as const;

const shift =
  (dx: number, dy: number) =>
  (point: Point): Point => ({ x: point.x + dx, y: point.y + dy });

/** Both eyes; the edge of the white goes through the eight landmarks. */
export function drawEyes(scene: Scene): string {
  return EYES.map(({ eye, side }) => drawEye(scene, pick(scene.landmarks, ...eye), side)).join('');
}

function drawEye({ definitions, person, view, projection }: Scene, points: Point[], side: 1 | -1): string {
  const [outer, , top, , inner, , bottom] = points as [Point, Point, Point, Point, Point, Point, Point];
  const scale = projection.scale;
  const shape = outline(points.slice(0, 5), [...points.slice(4), outer]);
  const width = distance(outer, inner);
  const centre = between(middle([outer, inner]), middle([top, bottom]), 0.7);
  const { gazeX, gazeY } = view.expression;
  const turn = Math.sin(view.yaw) * 0.07;
  const pupil = { x: centre.x + (gazeX + turn) * width, y: centre.y + gazeY * width - 0.012 * scale };
  const radius = 0.112 * scale;
  const lit = Math.sign(view.light.x) || 1;
  const white = definitions.linear(top, bottom, [
    [0, '#b9aeb0'],
    [0.4, '#efe9e6'],
    [1, '#f6f1ee'],
  ]);
  const iris = definitions.radial(pupil, radius, [
    [0, lighter(person.eyes, 0.1)],
    [0.45, lighter(person.eyes, 0.28)],
    [0.82, person.eyes],
    [1, darker(person.eyes, 0.62)],
  ]);
  const circle = (at: Point, r: number, fill: string, opacity = 1): string =>
    element('circle', { cx: at.x, cy: at.y, r, fill, 'fill-opacity': opacity });
  const inside = [
    path(shape, { fill: white }),
    glow(definitions, inner, 0.07 * scale, 0.06 * scale, '#c9716a', 0.7),
    circle(pupil, radius, iris),
    circle(pupil, radius * 0.44, '#0b0908'),
    path(
      curve(
        [
          ...points.slice(0, 5),
          ...points
            .slice(0, 5)
            .toReversed()
            .map(shift(0, -0.2 * scale)),
        ],
        true,
      ),
      { fill: 'none' },
    ),
    stroke(curve(points.slice(0, 5)), '#20140f', 0.085 * scale, 0.34),
    circle(shift(lit * radius * 0.36, -radius * 0.38)(pupil), radius * 0.22, '#ffffff', 0.95),
    circle(shift(-lit * radius * 0.32, radius * 0.36)(pupil), radius * 0.12, '#ffffff', 0.4),
  ];
  const lash = mix('#1a100c', person.skin.shade, 0.12);
  const female = person.sex === 'f';
  const wing = { x: outer.x + side * 0.045 * scale, y: outer.y - 0.025 * scale };
  const crease = pick(points, 0, 1, 2, 3, 4).map((point, index) =>
    shift(0, -(0.05 + 0.035 * Math.sin((Math.PI * index) / 4)) * scale)(point),
  );
  const parts = [
    element('g', { 'clip-path': definitions.clip(shape) }, inside.join('')),
    stroke(curve(crease), darker(person.skin.shade, 0.15), 0.022 * scale, 0.6),
    person.makeUp > 0
      ? path(outline(points.slice(0, 5), crease.toReversed()), {
          fill: mix(person.skin.shade, '#5c3350', 0.5),
          'fill-opacity': 0.4 * person.makeUp,
        })
      : '',
    stroke(curve([...points.slice(4), outer]), mix(person.skin.shade, '#4a2520', 0.3), 0.016 * scale, 0.75),
    stroke(
      curve(female ? [wing, ...points.slice(0, 5)] : points.slice(0, 5)),
      lash,
      (female ? 0.038 + 0.014 * person.makeUp : 0.028) * scale,
      0.95,
    ),
  ];
  return parts.join('');
}

/** Both brows: tapered, with hairs; their middle line goes through the five landmarks. */
export function drawBrows({ person, landmarks, projection, texture, definitions, headOutline }: Scene): string {
  const colour = browColour(person);
  const scale = projection.scale;
  const drawn = EYES.map(({ brow, side }) => {
    const points = pick(landmarks, ...brow);
    const half = [0.058, 0.064, 0.052, 0.036, 0.008].map((value) => value * scale * person.shape.browThickness);
    const upper = points.map((point, index) => shift(0, -(half[index] ?? 0))(point));
    const lower = points.map((point, index) => shift(0, half[index] ?? 0)(point));
    const hairs = range(0, 38).map(() => {
      const along = texture.uniform(0, 3.7);
      const from = Math.floor(along);
      const across = texture.uniform(-0.9, 0.9);
      const root = between(points[from] ?? { x: 0, y: 0 }, points[from + 1] ?? { x: 0, y: 0 }, along - from);
      const thickness = half[from] ?? 0;
      const start = shift(0, across * thickness)(root);
      return lines([start, shift(side * 0.05 * scale, -0.035 * scale * (1 - along / 2.6))(start)]);
    });
    return [
      path(outline(upper, lower.toReversed()), { fill: colour, 'fill-opacity': 0.72 }),
      stroke(hairs.join(''), darker(colour, 0.25), 0.013 * scale, 0.75),
    ].join('');
  });
  return element('g', { 'clip-path': definitions.clip(headOutline) }, drawn.join(''));
}

/** The nose: its outline goes through the eleven landmarks, from one side of the bridge round the base to the other. */
export function drawNose({ definitions, person, view, landmarks, head, projection }: Scene): string {
  const { shade, light, blush } = person.skin;
  const scale = projection.scale;
  const points = pick(landmarks, ...range(47, 57));
  const [top, , wing, alar, corner, bottom, otherCorner, otherAlar, otherWing] = points as [
    Point,
    Point,
    Point,
    Point,
    Point,
    Point,
    Point,
    Point,
    Point,
  ];
  const tip = projection.point(head.noseTip);
  const bridge = projection.point({ x: 0, y: 0.12, z: 1.14 });
  const lit = view.light.x;
  const dark = darker(mix(shade, '#5a2a22', 0.25), 0.1);
  const clip = definitions.clip(curve(points, true));
  const nostril = (from: Point, to: Point, turn: number): string => {
    const centre = shift(0, -0.028 * scale)(between(from, to, 0.42));
    return element('ellipse', {
      cx: centre.x,
      cy: centre.y,
      rx: Math.min(0.078 * scale, distance(from, to) * 0.42),
      ry: 0.032 * scale,
      fill: darker(dark, 0.55),
      'fill-opacity': 0.82,
      transform: `rotate(${turn} ${centre.x} ${centre.y})`,
    });
  };
  // The bridge's edge is faint at the eye and grows firm towards the wing.
  const side = (part: Point[], isLit: boolean): string =>
    stroke(curve(part), dark, 0.018 * scale, isLit ? 0.24 : 0.4) +
    stroke(curve(part.slice(1)), dark, 0.028 * scale, isLit ? 0.2 : 0.34);
  const flank = (part: Point[], isLit: boolean): string =>
    glow(
      definitions,
      between(middle(part), tip, 0.18),
      0.17 * scale,
      0.44 * scale,
      isLit ? light : darker(shade, 0.1),
      isLit ? 0.4 : 0.5 + 0.3 * view.light.hardness,
      (view.roll * 180) / Math.PI,
    );
  return [
    element(
      'g',
      { 'clip-path': clip },
      [
        flank(points.slice(0, 4), lit < 0),
        flank(points.slice(7), lit >= 0),
        glow(definitions, tip, 0.3 * scale, 0.24 * scale, blush, 0.3),
        glow(
          definitions,
          between(bridge, tip, 0.45),
          0.075 * scale,
          0.42 * scale,
          light,
          0.75,
          (view.roll * 180) / Math.PI + view.yaw * 14,
        ),
        glow(
          definitions,
          shift(lit * 0.05 * scale, -0.02 * scale)(tip),
          0.12 * scale,
          0.09 * scale,
          lighter(light, 0.4),
          0.75,
        ),
        glow(definitions, shift(0, -0.01 * scale)(bottom), 0.25 * scale, 0.07 * scale, shade, 0.55),
      ].join(''),
    ),
    side(points.slice(0, 3), lit < 0),
    side(points.slice(8).toReversed(), lit >= 0),
    stroke(curve([wing, alar, corner]), dark, 0.036 * scale, 0.7),
    stroke(curve([otherCorner, otherAlar, otherWing]), dark, 0.036 * scale, 0.7),
    stroke(curve([corner, bottom, otherCorner]), dark, 0.034 * scale, 0.75),
    nostril(corner, bottom, 14),
    nostril(otherCorner, bottom, -14),
    glow(definitions, between(top, bridge, 0.4), 0.05 * scale, 0.12 * scale, shade, 0.2),
  ].join('');
}

/** The mouth: the lips' outer edge goes through the eight landmarks, with corners at 39 and 43. */
export function drawMouth({ definitions, person, view, landmarks, head, projection }: Scene): string {
  const points = pick(landmarks, ...range(39, 46));
  const [left, , dip, , right, , bottom] = points as [Point, Point, Point, Point, Point, Point, Point];
  const scale = projection.scale;
  const { lips } = person.skin;
  const upperEdge = head.upperLipEdge.map((point) => projection.point(point));
  const lowerEdge = head.lowerLipEdge.map((point) => projection.point(point));
  const isOpen = distance(upperEdge[3] ?? dip, lowerEdge[3] ?? dip) > 0.03 * scale;
  const outer = outline(points.slice(0, 5), [...points.slice(4), left]);
  const upperLip = definitions.linear(dip, shift(0, 0.12 * scale)(dip), [
    [0, mix(lips, person.skin.base, 0.12)],
    [1, darker(lips, 0.22)],
  ]);
  const lowerLip = definitions.linear(shift(0, -0.16 * scale)(bottom), bottom, [
    [0, darker(lips, 0.06)],
    [0.5, lighter(lips, 0.1)],
    [1, darker(lips, 0.14)],
  ]);
  const parts = [
    path(outer, { fill: lowerLip }),
    path(outline(points.slice(0, 5), [right, ...upperEdge.toReversed(), left]), { fill: upperLip }),
    glow(
      definitions,
      shift(view.light.x * 0.05 * scale, -0.065 * scale)(bottom),
      0.17 * scale,
      0.045 * scale,
      '#ffffff',
      0.24 + 0.2 * person.makeUp,
    ),
  ];
  if (isOpen) {
    const inner = outline([left, ...upperEdge, right], [right, ...lowerEdge.toReversed(), left]);
    const teeth = upperEdge.map((point, index) => shift(0, (0.115 - 0.016 * Math.abs(index - 3)) * scale)(point));
    const gaps = upperEdge.map((point, index) => lines([point, teeth[index] ?? point]));
    const tongue = shift(0, 0.02 * scale)(lowerEdge[3] ?? bottom);
    parts.push(
      element(
        'g',
        { 'clip-path': definitions.clip(inner) },
        [
          path(inner, { fill: '#3a1014' }),
          glow(definitions, tongue, 0.24 * scale, 0.1 * scale, '#b5545a', 0.9),
          path(outline(upperEdge, teeth.toReversed()), { fill: '#f1ece4' }),
          stroke(gaps.join(''), '#a89c90', 0.008 * scale, 0.55),
          stroke(curve(upperEdge), '#2a0c10', 0.05 * scale, 0.4),
        ].join(''),
      ),
    );
  } else parts.push(stroke(curve([left, ...upperEdge, right]), darker(lips, 0.58), 0.024 * scale, 0.9));
  const corners = [left, right].map((corner) =>
    glow(definitions, corner, 0.07 * scale, 0.06 * scale, darker(person.skin.shade, 0.3), 0.5),
  );
  return corners.join('') + parts.join('') + stroke(outer, darker(lips, 0.3), 0.01 * scale, 0.55);
}
