import { pick, type Scene } from './scene.ts';
import { curve, lighter, path, stroke, type Point } from './svg.ts';

/** Glasses on the nose, or nothing; the eyes behind them stay visible. */
export function drawGlasses({ definitions, person, view, head, projection, landmarks }: Scene): string {
  const { glasses, shape } = person;
  if (glasses === null) return '';
  const scale = projection.scale;
  const width = (glasses.thickness / 92) * scale;
  const middleOfEye = 0.485 + shape.eyeSpacing;
  const rim = (side: 1 | -1): Point[] =>
    Array.from({ length: 20 }, (_, index) => {
      const angle = (2 * Math.PI * index) / 20;
      const power = glasses.round ? 1 : 0.62;
      const bend = (value: number): number => Math.sign(value) * Math.abs(value) ** power;
      const x = side * middleOfEye * shape.width + (glasses.round ? 0.3 : 0.335) * bend(Math.cos(angle));
      const y = 0.03 + (glasses.round ? 0.29 : 0.225) * bend(Math.sin(angle));
      return projection.point({ x, y, z: 1.12 - 0.28 * Math.abs(x) });
    });
  const rims = ([1, -1] as const).map((side) => {
    const points = rim(side);
    const [top, low] = [points[15] ?? points[0], points[5] ?? points[0]];
    const shine = definitions.linear(top ?? { x: 0, y: 0 }, low ?? { x: 0, y: 0 }, [
      [0, '#ffffff', 0.2],
      [0.45, '#ffffff', 0.03],
      [1, '#9fc3e0', 0.12],
    ]);
    return path(curve(points, true), { fill: shine }) + stroke(curve(points, true), glasses.colour, width);
  });
  const bridge = curve([
    projection.point({ x: -0.165, y: -0.02, z: 1.12 }),
    projection.point({ x: 0, y: -0.075, z: 1.2 }),
    projection.point({ x: 0.165, y: -0.02, z: 1.12 }),
  ]);
  const ring = head.skull[1];
  const arms = ([1, -1] as const).map((side) => {
    const isHidden = side * Math.sin(view.yaw) > 0.12;
    if (isHidden || ring === undefined) return '';
    const hinge = projection.point({ x: side * (middleOfEye * shape.width + 0.33), y: -0.06, z: 0.9 });
    return stroke(curve([hinge, projection.edge({ ...ring, y: -0.04 }, side)]), glasses.colour, width * 0.9, 0.95);
  });
  const [left, right] = pick(landmarks, 48, 56);
  const pads = [left, right].map((pad) =>
    pad === undefined
      ? ''
      : stroke(curve([pad, { x: pad.x, y: pad.y - 0.12 * scale }]), lighter(glasses.colour, 0.3), 1, 0.35),
  );
  return [...arms, ...rims, stroke(bridge, glasses.colour, width), ...pads].join('');
}
