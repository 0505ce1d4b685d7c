import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBuilt, programFolder, studioOptions, userFolder, type Surroundings } from './studio-options.ts';

const surroundings = (over: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  environment: {},
  home: path.resolve('/home/anna'),
  executable: '/usr/bin/node',
  electron: false,
  ...over,
});

describe('where a studio’s things are', () => {
  it('is told from source', () => {
    expect(isBuilt).toBe(false);
    const options = studioOptions(surroundings());
    expect(existsSync(path.join(options.resourcesFolder, 'schemas'))).toBe(true);
    expect(existsSync(options.trainer.entry)).toBe(true);
    expect(existsSync(options.databaseCopier)).toBe(true);
    expect(existsSync(options.stepWorker)).toBe(true);
    expect(options.trainer).toMatchObject({ executable: '/usr/bin/node', environment: {} });
    expect(options.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is told from the build, where Electron runs the trainer as Node', () => {
    const { trainer } = studioOptions(surroundings({ electron: true, executable: '/opt/electron' }), true);
    expect(trainer).toEqual({
      executable: '/opt/electron',
      entry: path.join(programFolder, 'out', 'main', 'trainer.js'),
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    });
  });

  it.each([
    [
      'the XDG folder',
      surroundings({ environment: { XDG_CONFIG_HOME: path.resolve('/etc/anna') } }),
      '/etc/anna/keypoint-studio',
    ],
    ['~/.config', surroundings({ environment: { XDG_CONFIG_HOME: 'relative' } }), '/home/anna/.config/keypoint-studio'],
    [
      'the Mac’s library',
      surroundings({ platform: 'darwin' }),
      '/home/anna/Library/Application Support/Keypoint Studio',
    ],
    [
      'APPDATA',
      surroundings({ platform: 'win32', environment: { APPDATA: path.resolve('/roaming') } }),
      '/roaming/Keypoint Studio',
    ],
    ['where a person says', surroundings({ environment: { KEYPOINT_STUDIO_HOME: path.resolve('/x') } }), '/x'],
  ])('keeps the recent projects in %s', (_, where, expected) => {
    expect(userFolder(where)).toBe(path.resolve(expected));
  });
});
