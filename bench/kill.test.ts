import { expect, it } from 'vitest';
import { killRepeatedly } from './parts/kill/kill-repeatedly.ts';

it(
  'a served studio that is killed while it is edited, undone and redone loses nothing it acknowledged',
  { timeout: 180_000 },
  async () => {
    const figures = await killRepeatedly(3, 600, 1);
    expect(figures.kills).toBe(3);
    expect(figures.acknowledged).toBeGreaterThan(0);
    expect(figures.found).toBe(figures.acknowledged);
    expect(figures.undone).toBeGreaterThan(0);
  },
);
