import { expect, it } from 'vitest';
import { changeInWords } from './verdict-words.ts';

it('says by how much a label was corrected, and nothing while it is as it was', () => {
  expect(changeInWords({ labelChanged: null })).toBe('');
  expect(changeInWords({ labelChanged: { landmarks: 1, meanMovePx: 40.24 } })).toBe(
    'label corrected: 1 landmark by 40.2 px',
  );
  expect(changeInWords({ labelChanged: { landmarks: 2, meanMovePx: 0 } })).toBe('label corrected: 2 landmarks');
});
