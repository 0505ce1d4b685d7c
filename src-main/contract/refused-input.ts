import type { z } from 'zod';

/** `landmarks.0.x: expected number, received string`, each issue with the place it is about. */
export function refusedInput(error: z.ZodError): string {
  const issues = error.issues.slice(0, 5).map((issue) => {
    const { path, message } = deepestIssue(issue);
    const said = message.replace(/^Invalid input: /, '');
    return path.length > 0 ? `${path.join('.')}: ${said}` : said;
  });
  if (error.issues.length > issues.length) issues.push(`and ${error.issues.length - issues.length} more`);
  return `This input is not valid. ${issues.join('; ')}.`;
}

interface PlacedIssue {
  path: PropertyKey[];
  message: string;
}

/** Of a union, the alternative that came furthest: it is the one that was meant. */
function deepestIssue(issue: z.core.$ZodIssue): PlacedIssue {
  if (issue.code !== 'invalid_union') return issue;
  const alternatives = issue.errors
    .flatMap((errors) => errors.slice(0, 1))
    .map(deepestIssue)
    .sort((a, b) => b.path.length - a.path.length);
  const [furthest] = alternatives;
  return furthest ? { path: [...issue.path, ...furthest.path], message: furthest.message } : issue;
}
