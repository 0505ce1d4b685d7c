import { expect, it } from 'vitest';
import { colourHeat } from './heat-picture.ts';

it('heat is nothing where the map is black, and hides more the lighter it is', () => {
  const pixels = Uint8ClampedArray.from([0, 128, 255].flatMap((gray) => [gray, gray, gray, 255]));
  colourHeat(pixels);
  const [none, half, most] = [0, 4, 8].map((place) => [...pixels.subarray(place, place + 4)]);
  expect(none?.[3]).toBe(0);
  expect(most).toEqual([255, 236, 130, Math.round(255 * 0.85)]);
  expect(half?.[3]).toBeGreaterThan(100);
  expect(half?.[3]).toBeLessThan(most?.[3] ?? 0);
});
