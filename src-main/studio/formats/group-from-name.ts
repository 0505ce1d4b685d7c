/**
 * The person in an image's name, where names are like those of the IMM Face Database: `PP-Vs` with person, view and sex
 * (`m` or `f`), such as `07-3f`. Answers the person's digits as they stand, null for any other name.
 */
export function groupFromName(stem: string): string | null {
  return /^(\d{1,4})-\d{1,2}[mf]$/i.exec(stem)?.[1] ?? null;
}
