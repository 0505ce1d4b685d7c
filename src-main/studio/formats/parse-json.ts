import type { FileProblem } from './file-problem.ts';

export type ParsedJson = { value: unknown; problem: null } | { value: null; problem: FileProblem };

/**
 * Parses JSON as datasets have it: the words NaN and Infinity, which Python writes for missing numbers, become null.
 * What is no JSON at all is answered with the line where it stops being so.
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) as unknown, problem: null };
  } catch {
    const withoutNan = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
      token.startsWith('"') ? token : 'null',
    );
    try {
      return { value: JSON.parse(withoutNan) as unknown, problem: null };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const position = /at position (\d+)/.exec(reason)?.[1];
      const line = position === undefined ? null : withoutNan.slice(0, Number(position)).split('\n').length;
      return { value: null, problem: { line, message: `is not JSON: ${reason.slice(0, 200)}` } };
    }
  }
}
