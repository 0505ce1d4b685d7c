import { describe, expect, it } from 'vitest';
import {
  fitted,
  fittedBox,
  mostZoom,
  panned,
  revealing,
  toImage,
  toStage,
  wheelFactor,
  zoomedAt,
} from './view-transform.ts';

const image = { width: 640, height: 480 };
const stage = { width: 900, height: 800 };

describe('fitted', () => {
  it('shows the whole image in the middle, with the margin on the tight side', () => {
    const view = fitted(image, stage, 50);
    expect(view.zoom).toBeCloseTo(800 / 640);
    expect(toStage(view, { x: 0, y: 0 }).x).toBeCloseTo(50);
    expect(toStage(view, { x: 640, y: 480 }).x).toBeCloseTo(850);
    expect(toStage(view, { x: 320, y: 240 })).toEqual({ x: 450, y: 400 });
  });

  it('survives a stage that has no room yet', () => {
    const view = fitted(image, { width: 0, height: 0 });
    expect(view.zoom).toBeGreaterThan(0);
    expect(Number.isFinite(view.x)).toBe(true);
  });
});

describe('fittedBox', () => {
  it('shows a part of the image in the middle of the stage, as large as it fits', () => {
    const view = fittedBox({ x: 100, y: 200, width: 50, height: 100 }, stage, 100);
    expect(view.zoom).toBe(6);
    expect(toStage(view, { x: 125, y: 250 })).toEqual({ x: 450, y: 400 });
  });

  it('shows a single point no larger than anything', () => {
    expect(fittedBox({ x: 10, y: 10, width: 0, height: 0 }, stage, 100).zoom).toBe(mostZoom);
  });
});

describe('zoomedAt', () => {
  it('keeps what is under the pointer', () => {
    const view = { zoom: 1.5, x: -40, y: 22 };
    const pointer = { x: 311, y: 207 };
    const before = toImage(view, pointer);
    const after = toImage(zoomedAt(view, pointer, 1.7), pointer);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
  });

  it('stops at the greatest zoom, still on the pointer', () => {
    const view = { zoom: 60, x: 0, y: 0 };
    const pointer = { x: 500, y: 100 };
    const zoomed = zoomedAt(view, pointer, 100);
    expect(zoomed.zoom).toBe(mostZoom);
    expect(toImage(zoomed, pointer).x).toBeCloseTo(500 / 60, 9);
  });
});

describe('panned', () => {
  it('never loses the image', () => {
    const far = panned({ zoom: 1, x: 0, y: 0 }, { x: 10_000, y: -10_000 }, image, stage, 40);
    expect(far).toEqual({ zoom: 1, x: 860, y: -440 });
  });
});

describe('revealing', () => {
  it('leaves a point that is seen where it is, and brings in one that is not', () => {
    const view = { zoom: 2, x: 0, y: 0 };
    expect(revealing(view, { x: 200, y: 200 }, stage)).toEqual(view);
    // Exactly where it is, so that a fitted image stays fitted.
    const odd = { zoom: 0.95, x: 23.7, y: 11.1 };
    expect(revealing(odd, { x: 263.53, y: 363.61 }, stage)).toEqual(odd);
    expect(toStage(revealing(view, { x: 600, y: 10 }, stage), { x: 600, y: 10 })).toEqual({ x: 840, y: 60 });
  });
});

describe('wheelFactor', () => {
  it('zooms in when the wheel turns away, out when it turns back, and undoes itself', () => {
    expect(wheelFactor({ deltaY: -100, deltaMode: 0 })).toBeCloseTo(1.15, 2);
    expect(wheelFactor({ deltaY: -3, deltaMode: 1 }) * wheelFactor({ deltaY: 3, deltaMode: 1 })).toBeCloseTo(1, 9);
  });
});
