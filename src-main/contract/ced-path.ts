/** Share of errors that are at most `limit`; the errors ascend. NaN of none. */
export function shareUpTo(errors: readonly number[], limit: number): number {
  const above = errors.findIndex((error) => error > limit);
  return (above < 0 ? errors.length : above) / errors.length;
}

/**
 * Last error of the axis: a tenth, as AUC is told to, or further where less than half of the faces of every run would be drawn.
 *
 * @param runs each run's errors, ascending
 */
export function lastError(runs: readonly (readonly number[])[]): number {
  return [0.1, 0.2, 0.5].find((limit) => runs.some((errors) => shareUpTo(errors, limit) >= 0.5)) ?? 1;
}

/**
 * The cumulative error distribution as an SVG path of steps: from share 0 at error 0 up by one face at its error, and level to `last`.
 *
 * @param place where an error and a share are drawn, px
 */
export function cedPath(
  errors: readonly number[],
  last: number,
  place: (error: number, share: number) => readonly [x: number, y: number],
): string {
  const at = (error: number, share: number): readonly [string, string] => {
    const [x, y] = place(error, share);
    return [x.toFixed(1), y.toFixed(1)];
  };
  const [left, bottom] = at(0, 0);
  let path = `M${left} ${bottom}`;
  let [atX, atY] = [left, bottom];
  for (const [rank, error] of errors.entries()) {
    if (error > last) break;
    const [x, y] = at(error, (rank + 1) / errors.length);
    // Steps that fall on the same px are drawn as one.
    if (x !== atX) path += `H${x}`;
    if (y !== atY) path += `V${y}`;
    [atX, atY] = [x, y];
  }
  const [right] = at(last, 0);
  return right === atX ? path : `${path}H${right}`;
}
