import { useStudio } from './studio.ts';

/** What a call says to mean the blind second labelling while one is under way, and nothing to mean the ground truth. */
export function labelling(): { agreement?: number } {
  const agreement = useStudio().project?.agreement ?? null;
  return agreement === null ? {} : { agreement };
}
