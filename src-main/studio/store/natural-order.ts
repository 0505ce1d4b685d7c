/**
 * A key that sorts, byte by byte, as people count: `face 2` before `face 10`, without regard to case. Each run of digits is
 * written without leading zeros behind its length, so that SQLite can keep the order in an index.
 */
export function naturalKey(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\d+/g, (digits) => {
      const value = digits.replace(/^0+(?=\d)/, '');
      return String(value.length).padStart(3, '0') + value;
    });
}

/** Compares as `naturalKey` sorts; equal keys (`01` and `1`) by their text, so that the order is always the same. */
export function compareNaturally(left: string, right: string): number {
  const leftKey = naturalKey(left);
  const rightKey = naturalKey(right);
  if (leftKey !== rightKey) return leftKey < rightKey ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
