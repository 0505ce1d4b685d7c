import { describe, expect, it } from 'vitest';
import { userCache } from './places.mjs';

describe('userCache', () => {
  it('follows XDG on Linux and ignores a relative XDG_CACHE_HOME', () => {
    expect(userCache('linux', {}, '/home/a')).toBe('/home/a/.cache/keypoint-studio');
    expect(userCache('linux', { XDG_CACHE_HOME: '/big' }, '/home/a')).toBe('/big/keypoint-studio');
    expect(userCache('linux', { XDG_CACHE_HOME: 'big' }, '/home/a')).toBe('/home/a/.cache/keypoint-studio');
  });

  it("uses the system's places on macOS and Windows", () => {
    expect(userCache('darwin', {}, '/Users/a')).toBe('/Users/a/Library/Caches/keypoint-studio');
    const local = 'C:\\Users\\a\\AppData\\Local';
    expect(userCache('win32', { LOCALAPPDATA: local }, 'C:\\Users\\a')).toBe(`${local}\\keypoint-studio\\cache`);
    expect(userCache('win32', {}, 'C:\\Users\\a')).toBe(`${local}\\keypoint-studio\\cache`);
  });

  it('lets a person choose', () => {
    expect(userCache('darwin', { KEYPOINT_STUDIO_CACHE: '/disk/kps' }, '/Users/a')).toBe('/disk/kps');
  });
});
