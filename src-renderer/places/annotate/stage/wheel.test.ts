import { describe, expect, it } from 'vitest';
import { WheelReader, type Wheel } from './wheel.ts';

const turned = (more: Partial<Wheel>): Wheel => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  timeStamp: 0,
  ...more,
});
const notch = turned({ deltaY: 100, wheelDeltaY: -120 });
const fingers = turned({ deltaX: 3, deltaY: -7, wheelDeltaY: 21 });

describe('WheelReader', () => {
  it('zooms by a mouse’s wheel and pans by two fingers', () => {
    expect(new WheelReader().read(notch)).toMatchObject({ kind: 'zoom' });
    expect(new WheelReader().read(turned({ deltaY: 3, deltaMode: 1 }))).toMatchObject({ kind: 'zoom' });
    expect(new WheelReader().read(fingers)).toEqual({ kind: 'pan', by: { x: -3, y: 7 } });
    expect(new WheelReader().read(turned({ deltaY: 0.25, wheelDeltaY: 0 }))).toMatchObject({ kind: 'pan' });
  });

  it('pans by the wheel with Shift across and with Alt up and down', () => {
    expect(new WheelReader().read({ ...notch, shiftKey: true })).toEqual({ kind: 'pan', by: { x: -100, y: 0 } });
    expect(new WheelReader().read({ ...notch, altKey: true })).toEqual({ kind: 'pan', by: { x: 0, y: -100 } });
  });

  it('zooms by a pinch, and by any wheel with Ctrl', () => {
    const pinched = new WheelReader().read(turned({ deltaY: -4, wheelDeltaY: 12, ctrlKey: true }));
    expect(pinched.kind === 'zoom' && pinched.factor).toBeCloseTo(Math.exp(4 * 0.0014 * 3));
    const turnedWithCtrl = new WheelReader().read({ ...notch, ctrlKey: true });
    expect(turnedWithCtrl.kind === 'zoom' && turnedWithCtrl.factor).toBeCloseTo(Math.exp(-0.14));
  });

  it('takes what comes during a glide for part of it, even where it is as large as a notch', () => {
    const reader = new WheelReader();
    reader.read(fingers);
    expect(reader.read({ ...notch, timeStamp: 16 })).toEqual({ kind: 'pan', by: { x: -0, y: -100 } });
    expect(reader.read({ ...notch, timeStamp: 1000 })).toMatchObject({ kind: 'zoom' });
  });
});
