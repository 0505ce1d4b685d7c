import type { Strategy } from '../../../../src-main/contract/index.ts';

/** What each strategy is called and what it goes by, in a sentence. */
export const strategyWords: Record<Strategy, { title: string; note: string }> = {
  mixed: { title: 'Unsure and unlike', note: 'The run is unsure, and no two of them are alike.' },
  disagreement: {
    title: 'Disagreement',
    note: 'Changed a little, it is answered otherwise.',
  },
  'two-runs': { title: 'Two runs', note: 'Two runs, or two epochs, do not agree.' },
  entropy: { title: 'Spread heatmaps', note: 'The heatmaps do not say where a landmark is.' },
  shape: { title: 'Off the shape', note: 'The answer is like no labelled face.' },
  diversity: { title: 'Diversity', note: 'Unlike what is labelled, and unlike each other.' },
  random: { title: 'By chance', note: 'Drawn at random: what the others have to beat.' },
};
