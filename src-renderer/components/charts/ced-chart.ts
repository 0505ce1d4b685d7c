export { cedPath, lastError, shareUpTo } from '../../../src-main/contract/ced-path.ts';

/** One curve: of each face the error over its size, ascending. `colour` names a token; the dash tells curves apart without colour. */
export interface CedLine {
  label: string;
  colour: `--${string}`;
  dash: string;
  errors: readonly number[];
}
