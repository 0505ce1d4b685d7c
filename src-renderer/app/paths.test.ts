import { describe, expect, it } from 'vitest';
import { folderOfPath, freeName, joinPath, nameOfPath } from './paths.ts';

describe('paths of the studio’s machine', () => {
  it('joins and takes apart with the separator the path uses', () => {
    expect(joinPath('/home/ada', 'faces', 'imm.kps')).toBe('/home/ada/faces/imm.kps');
    expect(joinPath('C:\\Users\\ada\\', 'imm.kps')).toBe('C:\\Users\\ada\\imm.kps');
    expect(joinPath('/', 'data')).toBe('/data');
    expect(nameOfPath('/data/imm_face_db/')).toBe('imm_face_db');
    expect(folderOfPath('/data/imm.kps')).toBe('/data');
    expect(folderOfPath('/data')).toBe('/');
  });

  it('finds a name that is free', () => {
    expect(freeName('Sample faces.kps', ['other.kps'])).toBe('Sample faces.kps');
    expect(freeName('Sample faces.kps', ['Sample faces.kps', 'Sample faces 2.kps'])).toBe('Sample faces 3.kps');
    expect(freeName('export', ['export'])).toBe('export 2');
  });
});
