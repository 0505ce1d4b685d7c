import path from 'node:path';
import { programFolder } from '../studio-options.ts';

/**
 * Where a path that a person typed stands. npm runs scripts in the package's folder and keeps the person's own folder in
 * INIT_CWD; that variable may also be left over from an npm further up, so it counts only where npm has put us.
 */
export function typedPath(typed: string, workingFolder = process.cwd(), initialFolder = process.env.INIT_CWD): string {
  const start = initialFolder && path.relative(workingFolder, programFolder) === '' ? initialFolder : workingFolder;
  return path.resolve(start, typed);
}
