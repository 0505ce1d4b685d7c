/** Colours of a report by what they stand for: those of the window, on paper and in the dark. */
export interface Palette {
  bg: string;
  panel: string;
  line: string;
  'line-strong': string;
  ink: string;
  mute: string;
  accent: string;
  truth: string;
  pred: string;
  ok: string;
  warn: string;
  danger: string;
  'series-1': string;
  'series-2': string;
  'series-3': string;
  'series-4': string;
  'series-5': string;
}

export const light: Palette = {
  bg: '#fff',
  panel: '#f7f8fa',
  line: '#dfe3ea',
  'line-strong': '#b9c1ce',
  ink: '#1a1e26',
  mute: '#5a6373',
  accent: '#2469e0',
  truth: '#d92d3a',
  pred: '#1f5fd6',
  ok: '#107a50',
  warn: '#94600c',
  danger: '#c42733',
  'series-1': '#2469e0',
  'series-2': '#b7791f',
  'series-3': '#14875a',
  'series-4': '#c83b67',
  'series-5': '#7546d8',
};

export const dark: Palette = {
  bg: '#101216',
  panel: '#171a20',
  line: '#2a2f39',
  'line-strong': '#3c4350',
  ink: '#e7e9ee',
  mute: '#98a0b0',
  accent: '#5b9dff',
  truth: '#ff5a5f',
  pred: '#4c8dff',
  ok: '#3ecf8e',
  warn: '#f5b84b',
  danger: '#ff7a7e',
  'series-1': '#5b9dff',
  'series-2': '#f5b84b',
  'series-3': '#80ed99',
  'series-4': '#ff8fab',
  'series-5': '#b388ff',
};

/** Custom properties of all colours, to stand in a rule. */
export function properties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('');
}

/** Names of the series' colours and their dashes, by a run's place in the report; the dash tells curves apart without colour. */
export const series = [
  { colour: 'series-1', dash: '' },
  { colour: 'series-2', dash: '9 3' },
  { colour: 'series-3', dash: '2.5 2.5' },
  { colour: 'series-4', dash: '9 3 2.5 3' },
  { colour: 'series-5', dash: '15 4' },
] as const satisfies readonly { colour: keyof Palette; dash: string }[];
