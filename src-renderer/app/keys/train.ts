import type { PlaceKey } from './place-key.ts';

/** Of the runs and of the run that is shown. */
export const trainKeys = [
  { action: 'start run', keys: ['Ctrl+Enter'], title: 'Start the run', inFields: true },
  {
    action: 'vary recipe',
    keys: ['Ctrl+Shift+Enter'],
    title: 'Vary the recipe: a run for each combination',
    inFields: true,
  },
  { action: 'show grid', keys: ['G'], title: 'The run’s grid, all its runs side by side' },
  { action: 'pause run', keys: ['P'], title: 'Pause, continue' },
  { action: 'queue earlier', keys: ['Alt+ArrowUp'], title: 'Train the waiting run earlier' },
  { action: 'queue later', keys: ['Alt+ArrowDown'], title: 'Train the waiting run later' },
  { action: 'stop run', keys: ['S'], title: 'Stop, keep the best epoch' },
  { action: 'report run', keys: ['R'], title: 'Report of the run, as one file' },
  { action: 'run losses', keys: ['1'], title: 'Curves of the run' },
  { action: 'run filters', keys: ['2'], title: 'Filters of the run' },
  { action: 'run inside', keys: ['3'], title: 'Look inside the run' },
  { action: 'play filters', keys: ['F'], title: 'Play the filters through the epochs' },
  { action: 'next epoch', keys: ['ArrowRight'], title: 'Next epoch: its filters, or its figures in the curves' },
  { action: 'previous epoch', keys: ['ArrowLeft'], title: 'Epoch before: its filters, or its figures in the curves' },
  { action: 'zoom curves in', keys: ['+', '='], title: 'Curves: fewer epochs, about the one that is read' },
  { action: 'zoom curves out', keys: ['-'], title: 'Curves: more epochs' },
  { action: 'whole curves', keys: ['0'], title: 'Curves: all epochs' },
  { action: 'log scale', keys: ['L'], title: 'Curves: logarithmic scale' },
  { action: 'curve measure', keys: ['M'], title: 'Curves: loss, NME, learning rate' },
  { action: 'overlay run', keys: ['O'], title: 'Curves: another run over them' },
  { action: 'clear overlay', keys: ['Shift+O'], title: 'Curves: this run alone' },
  { action: 'next inspected image', keys: ['N', 'PageDown'], title: 'Look inside with the next image' },
  {
    action: 'previous inspected image',
    keys: ['B', 'PageUp'],
    title: 'Look inside with the image before',
  },
] as const satisfies readonly PlaceKey[];
