import { basename } from 'node:path';

/** A project's name when none is given: its folder's, without `.kps`. */
export function projectNameOf(folder: string): string {
  return basename(folder).replace(/\.kps$/i, '') || 'Project';
}
