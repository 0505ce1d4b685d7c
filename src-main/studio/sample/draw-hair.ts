import type { HairStyle } from './person.ts';
import { range, type Scene } from './scene.ts';
import { between, curve, darker, distance, element, glow, lighter, outline, path, stroke, type Point } from './svg.ts';

/** How high the hair begins on the forehead and how it lies; head units. */
interface Cut {
  /** Height of the hairline in the middle and at the temples; further up is smaller. */
  middle: number;
  temple: number;
  /** How far the hair stands off the skull at the crown and at the sides. */
  crown: number;
  sides: number;
  /** How far down the sides it goes, and where the hair behind the neck ends. */
  sideburn: number;
  length: number | null;
  curly: boolean;
}

const CUTS: Record<HairStyle, Cut | null> = {
  bald: null,
  crop: { middle: -0.86, temple: -0.7, crown: 0.17, sides: 0.03, sideburn: 0.2, length: null, curly: false },
  'side part': { middle: -0.84, temple: -0.62, crown: 0.3, sides: 0.06, sideburn: 0.22, length: null, curly: false },
  quiff: { middle: -0.9, temple: -0.7, crown: 0.4, sides: 0.03, sideburn: 0.15, length: null, curly: false },
  receding: { middle: -0.9, temple: -0.84, crown: 0.08, sides: 0.05, sideburn: 0.25, length: null, curly: false },
  curls: { middle: -0.82, temple: -0.62, crown: 0.36, sides: 0.2, sideburn: 0.25, length: 0.6, curly: true },
  long: { middle: -0.98, temple: -0.55, crown: 0.22, sides: 0.15, sideburn: 0.7, length: 2.7, curly: false },
  bob: { middle: -0.95, temple: -0.5, crown: 0.24, sides: 0.2, sideburn: 0.7, length: 1.55, curly: false },
  fringe: { middle: -0.5, temple: -0.42, crown: 0.24, sides: 0.16, sideburn: 0.68, length: 2.2, curly: false },
  bun: { middle: -0.95, temple: -0.62, crown: 0.1, sides: 0.03, sideburn: 0.15, length: null, curly: false },
};

/** The skull's outline on one side, from the ear to the crown, pushed outwards as far as the hair stands off there. */
function standOff({ head, projection }: Scene, side: 1 | -1, cut: Cut, volume: number): Point[] {
  const middle = projection.point({ x: 0, y: -0.2, z: 0 });
  const last = head.skull.length - 1;
  return head.skull.map((ring, index) => {
    const point = projection.edge(ring, side);
    const high = index / last;
    const thickness = (cut.sides + (cut.crown - cut.sides) * high ** 1.3) * (0.75 + 0.5 * volume) * projection.scale;
    const reach = distance(middle, point);
    return between(middle, point, 1 + thickness / reach);
  });
}

/** Hair behind head and neck: what is long falls here. */
export function drawHairBehind(scene: Scene): string {
  const { definitions, person, projection, view } = scene;
  const cut = CUTS[person.hair.style];
  if (cut === null) return '';
  const { colour } = person.hair;
  const scale = projection.scale;
  const parts: string[] = [];
  if (person.hair.style === 'bun') {
    const top = projection.point({ x: 0, y: -1.72, z: -0.35 });
    const bun = { cx: top.x, cy: top.y + 0.08 * scale, rx: 0.4 * scale, ry: 0.36 * scale };
    parts.push(element('ellipse', { ...bun, fill: darker(colour, 0.15) }));
    parts.push(
      glow(
        definitions,
        { x: bun.cx + view.light.x * 0.1 * scale, y: bun.cy - 0.1 * scale },
        0.3 * scale,
        0.24 * scale,
        lighter(colour, 0.4),
        0.5,
      ),
    );
  }
  if (cut.length !== null) {
    const side = (which: 1 | -1): Point[] => {
      const edges = standOff(scene, which, cut, person.hair.volume);
      const anchor = projection.point({ x: 0, y: cut.length ?? 0, z: 0 });
      const spread = (0.98 + 0.25 * person.hair.volume) * scale;
      const low = { x: anchor.x + which * spread, y: anchor.y };
      const first = edges[0] ?? low;
      return [
        ...edges.toReversed(),
        { x: between(first, low, 0.5).x + which * 0.1 * scale, y: between(first, low, 0.5).y },
        low,
      ];
    };
    const [left, right] = [side(-1), side(1)];
    const bottom = [
      right.at(-1),
      { x: ((right.at(-1)?.x ?? 0) + (left.at(-1)?.x ?? 0)) / 2, y: (left.at(-1)?.y ?? 0) + 0.12 * scale },
      left.at(-1),
    ];
    const shape = outline(
      left.toReversed(),
      right,
      bottom.filter((point) => point !== undefined),
    );
    const fill = definitions.linear({ x: 0, y: view.centreY - scale }, { x: 0, y: view.centreY + 2.4 * scale }, [
      [0, darker(colour, 0.1)],
      [0.55, darker(colour, 0.35)],
      [1, darker(colour, 0.18)],
    ]);
    const strands = range(0, 44).map((index) => {
      const part = index / 44;
      return curve(
        left.map((point, row) => between(point, right[row] ?? point, part + scene.texture.normal(0, 0.004))),
      );
    });
    const body =
      path(shape, { fill }) +
      element(
        'g',
        { 'clip-path': definitions.clip(shape) },
        stroke(strands.filter((_, index) => index % 2 === 0).join(''), lighter(colour, 0.22), 0.014 * scale, 0.28) +
          stroke(strands.filter((_, index) => index % 2 === 1).join(''), darker(colour, 0.55), 0.016 * scale, 0.32),
      );
    parts.push(body);
    if (cut.curly) parts.push(drawCurls(scene, [...left.slice(0, -1), ...right.slice(0, -1)], 0.2));
  }
  return parts.join('');
}

/** Hair over the forehead and beside the face, down to the sideburns, with the shadow it throws. */
export function drawHairInFront(scene: Scene): string {
  const { definitions, person, projection, view, head, headOutline } = scene;
  const cut = CUTS[person.hair.style];
  if (cut === null) return drawBaldCrown(scene);
  const { colour, side: parting, volume } = person.hair;
  const scale = projection.scale;
  const start = head.skull.findIndex((ring) => ring.y < cut.sideburn);
  const [left, right] = [standOff(scene, -1, cut, volume).slice(start), standOff(scene, 1, cut, volume).slice(start)];
  const crown = [...left, ...right.toReversed().slice(1)];
  const hairline = makeHairline(scene, cut);
  const shape = outline(crown, hairline.toReversed());
  const clip = definitions.clip(shape);
  const lit = { x: view.centreX + view.light.x * 1.2 * scale, y: view.centreY - 1.6 * scale };
  const fill = definitions.radial(lit, 2.6 * scale, [
    [0, lighter(colour, 0.24)],
    [0.45, colour],
    [1, darker(colour, 0.42)],
  ]);
  // Parted hair falls from the parting to both sides; other hair is combed back from the hairline, leaning one way.
  const parted = person.hair.style === 'side part' || cut.length !== null;
  const source = along(crown, 0.5 + 0.1 * parting * Number(person.hair.style === 'side part'));
  const strands = range(0, cut.curly ? -1 : 79).map((index) => {
    const part = (index + scene.texture.uniform(0.1, 0.9)) / 80;
    const low = along(hairline, part);
    if (!parted) {
      const high = along(crown, part + 0.07 * parting);
      return curve([low, between(between(low, high, 0.55), source, 0.08), high]);
    }
    const start = between(source, along(hairline, 0.5), 0.05 + 0.8 * (1 - Math.abs(2 * part - 1)) ** 2);
    const bow = [0.2, 0.45, 0.66, 0.84][index % 4] ?? 0;
    return curve([start, between(between(start, low, 0.5), along(crown, part), bow), low]);
  });
  const shine = along(crown, 0.5 + 0.16 * view.light.x);
  const band = between(shine, along(hairline, 0.5 + 0.16 * view.light.x), 0.45);
  const shadow = path(
    curve(hairline.map((point) => ({ x: point.x - view.light.x * 0.05 * scale, y: point.y + 0.03 * scale }))),
    {
      fill: 'none',
      stroke: darker(person.skin.shade, 0.25),
      'stroke-width': 0.14 * scale,
      'stroke-opacity': 0.42,
      filter: definitions.blur(0.05 * scale),
    },
  );
  return [
    element('g', { 'clip-path': definitions.clip(headOutline) }, shadow),
    path(shape, { fill }),
    element(
      'g',
      { 'clip-path': clip },
      [
        stroke(
          strands.filter((_, index) => (index >> 1) % 2 === 0).join(''),
          lighter(colour, 0.3),
          0.013 * scale,
          0.34,
        ),
        stroke(strands.filter((_, index) => (index >> 1) % 2 === 1).join(''), darker(colour, 0.5), 0.016 * scale, 0.4),
        glow(definitions, band, 0.7 * scale, 0.17 * scale, lighter(colour, 0.55), 0.4, view.light.x * 12),
      ].join(''),
    ),
    cut.curly ? drawCurls(scene, coverWithCurls(crown, hairline), 0.145) : '',
    cut.sideburn > 0.5 ? drawLocks(scene, crown, hairline) : '',
  ].join('');
}

/** From the left sideburn over the left temple and the forehead to the right sideburn. */
function makeHairline({ person, projection, head, view, texture }: Scene, cut: Cut): Point[] {
  const { width } = person.shape;
  const { side: parting } = person.hair;
  const at = (x: number, y: number, z: number): Point => projection.point({ x: x * width, y, z });
  const ragged = (): number => texture.normal(0, 0.012);
  const forehead = range(-4, 4).map((step) => {
    const x = step * 0.165;
    const part = Math.abs(x) / 0.66;
    const style = person.hair.style;
    const dip = style === 'side part' ? 0.16 * Math.max(0, x * parting) : 0;
    const peak = style === 'long' || style === 'bob' ? -0.06 * Math.exp(-(((x - parting * 0.12) / 0.14) ** 2)) : 0;
    const corner = style === 'receding' ? -0.14 * Math.sin(Math.PI * part) : 0;
    const y = cut.middle + (cut.temple - cut.middle) * part ** 2.2 + dip + peak + corner + ragged();
    return at(x, y, 0.98 - 0.42 * part ** 2);
  });
  const low = Math.min(cut.sideburn, 0.62);
  const temple = (side: -1 | 1): Point[] => {
    // On the side turned away the temple is behind the head's edge: the hairline runs along the edge there.
    const away = Math.min(1, Math.max(0, (side * Math.sin(view.yaw)) / 0.3));
    const edge = (y: number): Point => {
      const index = head.skull.findIndex((ring) => ring.y <= y);
      const [above, below] = [head.skull[index], head.skull[index - 1] ?? head.jaw[0]];
      if (above === undefined || below === undefined) return at(side, y, 0);
      const part = (y - above.y) / (below.y - above.y);
      return between(projection.edge(above, side), projection.edge(below, side), part);
    };
    const inner = cut.sideburn > 0.5 ? 0.97 : 0.93;
    const points: [number, number, number][] = [
      [inner, Math.min(low, 0.3), 0.3],
      [0.9, -0.2, 0.42],
      [0.84, -0.45, 0.5],
    ];
    return [edge(low), ...points.map(([x, y, z]) => between(at(side * x, y, z), edge(y), away))];
  };
  return [...temple(-1), ...forehead, ...temple(1).toReversed()];
}

/** Locks of longer hair that hang before the ears, outside the face. */
function drawLocks({ definitions, person, projection, view, head }: Scene, crown: Point[], hairline: Point[]): string {
  const { colour } = person.hair;
  const scale = projection.scale;
  return ([-1, 1] as const)
    .map((side) => {
      const first = side === -1 ? crown[0] : crown.at(-1);
      const foot = side === -1 ? hairline[0] : hairline.at(-1);
      const temple = side === -1 ? hairline[2] : hairline.at(-3);
      const ring = head.skull[0];
      if (first === undefined || foot === undefined || temple === undefined || ring === undefined) return '';
      const out = projection.edge({ ...ring, y: 0.9 }, side, 0.16);
      const near = projection.edge({ ...ring, y: 0.72 }, side, -0.015);
      const shape = outline(
        [temple, foot, near, { x: out.x - side * 0.02 * scale, y: out.y + 0.2 * scale }],
        [{ x: out.x, y: out.y + 0.2 * scale }, out, first],
        [first, temple],
      );
      const fill = side === Math.sign(view.light.x) ? lighter(colour, 0.06) : darker(colour, 0.22);
      const strands = range(1, 6).map((index) =>
        curve([between(temple, first, index / 7), between(foot, first, index / 7), between(near, out, index / 7)]),
      );
      return (
        path(shape, { fill }) +
        element(
          'g',
          { 'clip-path': definitions.clip(shape) },
          stroke(strands.join(''), lighter(colour, 0.25), 0.014 * scale, 0.35),
        )
      );
    })
    .join('');
}

/** Places for curls between the hairline and the crown, row by row from the back to the front. */
function coverWithCurls(crown: Point[], hairline: Point[]): Point[] {
  return [1, 0.72, 0.45, 0.22].flatMap((depth) =>
    range(0, 22).map((index) => between(along(hairline, index / 22), along(crown, index / 22), depth)),
  );
}

/** Clusters of rings along the given places. */
function drawCurls({ definitions, person, projection, texture }: Scene, places: Point[], size: number): string {
  const { colour } = person.hair;
  const scale = projection.scale;
  return places
    .map((place) => {
      const radius = size * scale * texture.uniform(0.7, 1.15);
      const centre = { x: place.x + texture.normal(0, 0.04) * scale, y: place.y + texture.normal(0, 0.04) * scale };
      const arc = curve(
        range(0, 5).map((step) => ({
          x: centre.x + radius * 0.62 * Math.cos(step * 0.8 + radius),
          y: centre.y + radius * 0.62 * Math.sin(step * 0.8 + radius),
        })),
      );
      return [
        element('circle', { cx: centre.x, cy: centre.y, r: radius, fill: darker(colour, texture.uniform(0, 0.28)) }),
        glow(
          definitions,
          { x: centre.x, y: centre.y - radius * 0.3 },
          radius * 0.7,
          radius * 0.6,
          lighter(colour, 0.4),
          0.3,
        ),
        stroke(arc, darker(colour, 0.5), 0.018 * scale, 0.5),
      ].join('');
    })
    .join('');
}

function drawBaldCrown({ definitions, person, projection, view }: Scene): string {
  const shine = projection.point({ x: 0.25 * view.light.x, y: -1.05, z: 0.7 });
  return glow(
    definitions,
    shine,
    0.42 * projection.scale,
    0.2 * projection.scale,
    lighter(person.skin.light, 0.5),
    0.6,
  );
}

/** The place a part (0 to 1) of the way along points. */
function along(points: readonly Point[], part: number): Point {
  const place = Math.min(1, Math.max(0, part)) * (points.length - 1);
  const index = Math.min(points.length - 2, Math.floor(place));
  const [from, to] = [points[index], points[index + 1]];
  return from !== undefined && to !== undefined ? between(from, to, place - index) : { x: 0, y: 0 };
}
