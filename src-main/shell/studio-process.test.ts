import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioProcess } from './studio-process.ts';

class Child extends EventEmitter {
  readonly postMessage = vi.fn();
  readonly kill = vi.fn(() => this.emit('exit'));
}

function studio() {
  const children: Child[] = [];
  const events = { started: vi.fn(), lost: vi.fn() };
  const fork = vi.fn(() => {
    const child = new Child();
    children.push(child);
    return child;
  });
  const process = new StudioProcess<string>(fork, events);
  process.start();
  children[0]!.emit('spawn');
  return { process, children, events, fork };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the studio’s process', () => {
  it('is told of each window’s port', () => {
    const { process, children } = studio();
    expect(process.connect('port')).toBe(true);
    expect(children[0]!.postMessage).toHaveBeenCalledWith({ kind: 'connect' }, ['port']);
  });

  it('is started again when it falls, and the windows are told both times', () => {
    const { process, children, events } = studio();
    children[0]!.emit('exit');
    expect(events.lost).toHaveBeenCalledOnce();
    expect(process.connect('port')).toBe(false);
    vi.advanceTimersByTime(0);
    children[1]!.emit('spawn');
    expect(events.started).toHaveBeenCalledTimes(2);
  });

  it('is given more time after each fall in a row, and none after a good while', () => {
    const { children, fork } = studio();
    children[0]!.emit('exit');
    vi.advanceTimersByTime(0);
    children[1]!.emit('exit');
    vi.advanceTimersByTime(499);
    expect(fork).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1);
    expect(fork).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(61_000);
    children[2]!.emit('exit');
    vi.advanceTimersByTime(0);
    expect(fork).toHaveBeenCalledTimes(4);
  });

  it('answers pictures by their number, and with none when the studio falls', async () => {
    const { process, children } = studio();
    const first = process.picture('images/1');
    const second = process.picture('images/2');
    const picture = { contentType: 'image/png', bytes: new Uint8Array([1]) };
    children[0]!.emit('message', { kind: 'picture', id: 2, picture });
    children[0]!.emit('exit');
    expect(await second).toEqual(picture);
    expect(await first).toBeNull();
    expect(await process.picture('images/3')).toBeNull();
  });

  it('leaves when told to and is not started again', async () => {
    const { process, children, fork, events } = studio();
    const stopped = process.stop();
    expect(children[0]!.postMessage).toHaveBeenCalledWith({ kind: 'close' });
    children[0]!.emit('exit');
    await stopped;
    vi.runAllTimers();
    expect(children[0]!.kill).not.toHaveBeenCalled();
    expect(fork).toHaveBeenCalledOnce();
    expect(events.lost).not.toHaveBeenCalled();
  });

  it('is ended when it does not leave', async () => {
    const { process, children } = studio();
    const stopped = process.stop();
    vi.runAllTimers();
    await stopped;
    expect(children[0]!.kill).toHaveBeenCalledOnce();
  });
});
