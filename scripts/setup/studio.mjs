import { pathToFileURL } from 'node:url';
import { endLike, inForeground } from './children.mjs';
import { isNewEnough, studioNode } from './node.mjs';
import { inRoot } from './places.mjs';

/** The studio's command line: TypeScript that Node runs as it is. */
export const studioEntry = inRoot('src-main', 'hosts', 'command-line', 'main.ts');

/**
 * Makes this process the studio's command line, so that its output, signals and exit code are the studio's own; under an
 * older Node, stands for one in the Node that came with the packages.
 *
 * @param {string[]} argumentList
 */
export async function becomeStudio(argumentList) {
  if (!isNewEnough(process.versions.node)) {
    endLike(await inForeground(studioNode(), [studioEntry, ...argumentList]));
    return;
  }
  process.argv = [process.execPath, studioEntry, ...argumentList];
  await import(pathToFileURL(studioEntry).href);
}
