/**
 * Every key of the window, once. Handlers (`use-keys.ts`), tooltips, palette and the overlay of all keys read this table.
 * A key is written `Ctrl+Shift+Z`; Ctrl is also Command on a Mac. Letters are lower-cased when compared; for signs (`?`, `+`) Shift is not asked about,
 * since keyboards differ in where they are.
 */
export interface KeyBinding {
  action: KeyAction;
  /** Any of these. */
  keys: readonly string[];
  title: string;
  scope: KeyScope;
  /** Acts only while the picture (or nothing) has the focus, so that Tab, Enter and arrows keep their meaning elsewhere. */
  onStage?: boolean;
  /** Acts even while a text field has the focus. */
  inFields?: boolean;
}

export type KeyScope = 'Everywhere' | 'Annotate' | 'Image list' | 'Train' | 'Compare' | 'Photograph' | 'Schema';

export type KeyAction =
  | 'palette'
  | 'all keys'
  | 'undo'
  | 'redo'
  | 'go annotate'
  | 'go train'
  | 'go compare'
  | 'go data'
  | 'go settings'
  | 'filter images'
  | 'next image'
  | 'previous image'
  | 'done and next'
  | 'next landmark'
  | 'previous landmark'
  | 'nudge'
  | 'nudge far'
  | 'nudge little'
  | 'cycle visibility'
  | 'select all'
  | 'select group'
  | 'add next landmark'
  | 'add previous landmark'
  | 'transform'
  | 'transform far'
  | 'align row'
  | 'align column'
  | 'distribute'
  | 'delete landmarks'
  | 'reset to import'
  | 'reset to prediction'
  | 'next face'
  | 'previous face'
  | 'add face'
  | 'delete face'
  | 'copy face'
  | 'paste face'
  | 'edit box'
  | 'fit box'
  | 'box takes landmarks'
  | 'let go'
  | 'fit'
  | 'actual size'
  | 'zoom in'
  | 'zoom out'
  | 'pan'
  | 'select'
  | 'place landmarks'
  | 'place template'
  | 'place mean shape'
  | 'fill face'
  | 'soft move'
  | 'snap'
  | 'shape in the middle'
  | 'new face'
  | 'skip landmark'
  | 'back landmark'
  | 'wider soft move'
  | 'narrower soft move'
  | 'copy face before'
  | 'mirror face'
  | 'complete by mirror'
  | 'show prediction'
  | 'show contours'
  | 'next run image'
  | 'previous run image'
  | 'run image below'
  | 'run image above'
  | 'open run image'
  | 'best face'
  | 'median face'
  | 'worst face'
  | 'flicker'
  | 'try photograph'
  | 'choose photograph'
  | 'move box'
  | 'size box'
  | 'whole image'
  | 'predict photograph'
  | 'close up'
  | 'hide landmarks'
  | 'leave photograph'
  | 'schema select'
  | 'schema add'
  | 'schema contour'
  | 'schema pair'
  | 'schema corners'
  | 'guess pairs'
  | 'use landmark'
  | 'rename landmark'
  | 'remove landmark'
  | 'landmark earlier'
  | 'landmark later'
  | 'save schema'
  | 'start run'
  | 'vary recipe'
  | 'show grid'
  | 'pause run'
  | 'queue earlier'
  | 'queue later'
  | 'stop run'
  | 'run losses'
  | 'run filters'
  | 'run inside'
  | 'play filters'
  | 'next epoch'
  | 'previous epoch'
  | 'next inspected image'
  | 'previous inspected image'
  | 'look inside';

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

export const keyBindings: readonly KeyBinding[] = [
  { action: 'palette', keys: ['Ctrl+K'], title: 'Go to image, run, action', scope: 'Everywhere', inFields: true },
  { action: 'all keys', keys: ['?'], title: 'All keys', scope: 'Everywhere' },
  { action: 'undo', keys: ['Ctrl+Z'], title: 'Undo', scope: 'Everywhere' },
  { action: 'redo', keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], title: 'Redo', scope: 'Everywhere' },
  { action: 'go annotate', keys: ['Alt+1'], title: 'Annotate', scope: 'Everywhere', inFields: true },
  { action: 'go train', keys: ['Alt+2'], title: 'Train', scope: 'Everywhere', inFields: true },
  { action: 'go compare', keys: ['Alt+3'], title: 'Compare', scope: 'Everywhere', inFields: true },
  { action: 'go data', keys: ['Alt+4'], title: 'Data', scope: 'Everywhere', inFields: true },
  { action: 'go settings', keys: ['Alt+5'], title: 'Settings', scope: 'Everywhere', inFields: true },

  { action: 'next landmark', keys: ['Tab'], title: 'Next landmark', scope: 'Annotate', onStage: true },
  { action: 'previous landmark', keys: ['Shift+Tab'], title: 'Previous landmark', scope: 'Annotate', onStage: true },
  { action: 'nudge', keys: arrows, title: 'Move the selection, or the box, by 1 px', scope: 'Annotate', onStage: true },
  {
    action: 'nudge far',
    keys: arrows.map((arrow) => `Shift+${arrow}`),
    title: 'Move the selection, or the box, by 10 px',
    scope: 'Annotate',
    onStage: true,
  },
  {
    action: 'nudge little',
    keys: arrows.map((arrow) => `Alt+${arrow}`),
    title: 'Move the selection, or the box, by 0.1 px',
    scope: 'Annotate',
    onStage: true,
  },
  { action: 'cycle visibility', keys: ['O'], title: 'Visible, occluded, absent', scope: 'Annotate' },
  { action: 'select all', keys: ['Ctrl+A'], title: 'Select all of the face', scope: 'Annotate', onStage: true },
  { action: 'select group', keys: ['G'], title: 'Select the group of the landmark', scope: 'Annotate' },
  { action: 'add next landmark', keys: ['.'], title: 'Next landmark too', scope: 'Annotate' },
  { action: 'add previous landmark', keys: [','], title: 'Previous landmark too', scope: 'Annotate' },
  {
    action: 'transform',
    keys: arrows.map((arrow) => `Ctrl+${arrow}`),
    title: 'Rotate by 1 degree, scale by 1 %; of a box: size by 1 px',
    scope: 'Annotate',
    onStage: true,
  },
  {
    action: 'transform far',
    keys: arrows.map((arrow) => `Ctrl+Shift+${arrow}`),
    title: 'Rotate by 10 degrees, scale by 10 %; of a box: size by 10 px',
    scope: 'Annotate',
    onStage: true,
  },
  { action: 'align row', keys: ['Shift+H'], title: 'Align in a row', scope: 'Annotate' },
  { action: 'align column', keys: ['Shift+U'], title: 'Align in a column', scope: 'Annotate' },
  { action: 'distribute', keys: ['Shift+D'], title: 'Spread evenly along a line', scope: 'Annotate' },
  {
    action: 'delete landmarks',
    keys: ['Delete', 'Ctrl+Backspace'],
    title: 'Mark the selection absent; of a box: take it away',
    scope: 'Annotate',
  },
  { action: 'reset to import', keys: ['R'], title: 'Reset the selection to its import', scope: 'Annotate' },
  {
    action: 'reset to prediction',
    keys: ['Shift+R'],
    title: 'Reset the selection to the prediction',
    scope: 'Annotate',
  },
  { action: 'next face', keys: ['I'], title: 'Next face', scope: 'Annotate' },
  { action: 'previous face', keys: ['Shift+I'], title: 'Previous face', scope: 'Annotate' },
  { action: 'add face', keys: ['Shift+A'], title: 'Add a face', scope: 'Annotate' },
  {
    action: 'delete face',
    keys: ['Shift+Delete', 'Ctrl+Shift+Backspace'],
    title: 'Delete the face',
    scope: 'Annotate',
  },
  { action: 'copy face', keys: ['Ctrl+C'], title: 'Copy the face', scope: 'Annotate', onStage: true },
  { action: 'paste face', keys: ['Ctrl+V'], title: 'Paste a face', scope: 'Annotate', onStage: true },
  { action: 'edit box', keys: ['B'], title: 'Edit the box of the face', scope: 'Annotate' },
  { action: 'fit box', keys: ['Shift+B'], title: 'Fit the box to the landmarks', scope: 'Annotate' },
  { action: 'box takes landmarks', keys: ['Alt+B'], title: 'The box takes its landmarks along', scope: 'Annotate' },
  { action: 'done and next', keys: ['Enter'], title: 'Done, next image', scope: 'Annotate', onStage: true },
  {
    action: 'let go',
    keys: ['Escape'],
    title: 'Cancel the drag, leave the box, select nothing',
    scope: 'Annotate',
    onStage: true,
  },
  { action: 'fit', keys: ['0'], title: 'Fit the image', scope: 'Annotate' },
  { action: 'actual size', keys: ['1'], title: 'Zoom to 100%', scope: 'Annotate' },
  { action: 'zoom in', keys: ['+', '='], title: 'Zoom in', scope: 'Annotate' },
  { action: 'zoom out', keys: ['-'], title: 'Zoom out', scope: 'Annotate' },
  { action: 'pan', keys: ['Space'], title: 'Hold and drag to pan', scope: 'Annotate', onStage: true },
  { action: 'select', keys: ['V'], title: 'Select and drag', scope: 'Annotate' },
  { action: 'place landmarks', keys: ['L'], title: 'Place landmark after landmark by clicks', scope: 'Annotate' },
  { action: 'skip landmark', keys: ['N'], title: 'Placing: leave this landmark absent', scope: 'Annotate' },
  { action: 'back landmark', keys: ['Backspace'], title: 'Placing: back to the landmark before', scope: 'Annotate' },
  { action: 'place template', keys: ['T'], title: 'Place a whole face: the template in a box', scope: 'Annotate' },
  {
    action: 'place mean shape',
    keys: ['Shift+T'],
    title: 'Place a whole face: the project’s mean shape in a box',
    scope: 'Annotate',
  },
  {
    action: 'shape in the middle',
    keys: ['Y'],
    title: 'Placing: the shape in the middle of the image',
    scope: 'Annotate',
  },
  { action: 'fill face', keys: ['F'], title: 'Fill the face from a few landmarks', scope: 'Annotate' },
  { action: 'soft move', keys: ['S'], title: 'Drag a landmark and those near it', scope: 'Annotate' },
  { action: 'wider soft move', keys: [']'], title: 'Soft drag: wider', scope: 'Annotate' },
  { action: 'narrower soft move', keys: ['['], title: 'Soft drag: narrower', scope: 'Annotate' },
  { action: 'snap', keys: ['X'], title: 'Bring the nearest landmark to the click', scope: 'Annotate' },
  { action: 'new face', keys: ['Shift+L'], title: 'Begin another, empty face', scope: 'Annotate' },
  {
    action: 'copy face before',
    keys: ['Shift+V'],
    title: 'Copy the faces of the same person’s image before',
    scope: 'Annotate',
  },
  { action: 'mirror face', keys: ['M'], title: 'Mirror the face left to right', scope: 'Annotate' },
  {
    action: 'complete by mirror',
    keys: ['Shift+M'],
    title: 'Place what is absent by mirroring the other side',
    scope: 'Annotate',
  },
  { action: 'show prediction', keys: ['P'], title: 'Show the prediction', scope: 'Annotate' },
  { action: 'show contours', keys: ['C'], title: 'Show contours', scope: 'Annotate' },

  { action: 'filter images', keys: ['/'], title: 'Filter the images', scope: 'Image list' },
  { action: 'next image', keys: ['PageDown', 'J'], title: 'Next image', scope: 'Image list' },
  { action: 'previous image', keys: ['PageUp', 'K'], title: 'Previous image', scope: 'Image list' },

  { action: 'start run', keys: ['Ctrl+Enter'], title: 'Start the run', scope: 'Train', inFields: true },
  {
    action: 'vary recipe',
    keys: ['Ctrl+Shift+Enter'],
    title: 'Vary the recipe: a run for each combination',
    scope: 'Train',
    inFields: true,
  },
  { action: 'show grid', keys: ['G'], title: 'The run’s grid, all its runs side by side', scope: 'Train' },
  { action: 'pause run', keys: ['P'], title: 'Pause, continue', scope: 'Train' },
  { action: 'queue earlier', keys: ['Alt+ArrowUp'], title: 'Train the waiting run earlier', scope: 'Train' },
  { action: 'queue later', keys: ['Alt+ArrowDown'], title: 'Train the waiting run later', scope: 'Train' },
  { action: 'stop run', keys: ['S'], title: 'Stop, keep the best epoch', scope: 'Train' },
  { action: 'run losses', keys: ['1'], title: 'Losses of the run', scope: 'Train' },
  { action: 'run filters', keys: ['2'], title: 'Filters of the run', scope: 'Train' },
  { action: 'run inside', keys: ['3'], title: 'Look inside the run', scope: 'Train' },
  { action: 'play filters', keys: ['F'], title: 'Play the filters through the epochs', scope: 'Train' },
  { action: 'next epoch', keys: ['ArrowRight'], title: 'Filters of the next epoch', scope: 'Train' },
  { action: 'previous epoch', keys: ['ArrowLeft'], title: 'Filters of the epoch before', scope: 'Train' },
  { action: 'next inspected image', keys: ['N', 'PageDown'], title: 'Look inside with the next image', scope: 'Train' },
  {
    action: 'previous inspected image',
    keys: ['B', 'PageUp'],
    title: 'Look inside with the image before',
    scope: 'Train',
  },

  { action: 'next run image', keys: ['ArrowRight', 'N'], title: 'Next image', scope: 'Compare', onStage: true },
  { action: 'previous run image', keys: ['ArrowLeft', 'B'], title: 'Previous image', scope: 'Compare', onStage: true },
  { action: 'run image below', keys: ['ArrowDown'], title: 'Image below', scope: 'Compare', onStage: true },
  { action: 'run image above', keys: ['ArrowUp'], title: 'Image above', scope: 'Compare', onStage: true },
  {
    action: 'open run image',
    keys: ['Enter'],
    title: 'Correct the image in Annotate',
    scope: 'Compare',
    onStage: true,
  },
  { action: 'look inside', keys: ['I'], title: 'Look inside run A with the image', scope: 'Compare' },
  { action: 'best face', keys: ['1'], title: 'Best image', scope: 'Compare' },
  { action: 'median face', keys: ['2'], title: 'Median image', scope: 'Compare' },
  { action: 'worst face', keys: ['3'], title: 'Worst image', scope: 'Compare' },
  { action: 'flicker', keys: ['X'], title: 'Show prediction A, B, both', scope: 'Compare' },
  { action: 'try photograph', keys: ['T'], title: 'Try a photograph', scope: 'Compare' },

  { action: 'choose photograph', keys: ['O'], title: 'Choose a photograph', scope: 'Photograph' },
  { action: 'move box', keys: arrows, title: 'Move the box, or begin one', scope: 'Photograph', onStage: true },
  {
    action: 'size box',
    keys: arrows.map((arrow) => `Shift+${arrow}`),
    title: 'Make the box wider, narrower, taller, lower',
    scope: 'Photograph',
    onStage: true,
  },
  { action: 'whole image', keys: ['W'], title: 'Look at the whole image', scope: 'Photograph' },
  {
    action: 'predict photograph',
    keys: ['Enter'],
    title: 'Find the landmarks',
    scope: 'Photograph',
    onStage: true,
  },
  { action: 'close up', keys: ['Z'], title: 'Close up on the face, and back', scope: 'Photograph' },
  { action: 'hide landmarks', keys: ['X'], title: 'Hide or show the landmarks', scope: 'Photograph' },
  { action: 'leave photograph', keys: ['Escape'], title: 'Back to Compare', scope: 'Photograph', onStage: true },

  { action: 'schema select', keys: ['V'], title: 'Select and move landmarks', scope: 'Schema' },
  { action: 'schema add', keys: ['A'], title: 'Add landmarks', scope: 'Schema' },
  { action: 'schema contour', keys: ['L'], title: 'Draw a contour', scope: 'Schema' },
  { action: 'schema pair', keys: ['M'], title: 'Set mirror pairs', scope: 'Schema' },
  { action: 'schema corners', keys: ['E'], title: 'Set the outer eye corners', scope: 'Schema' },
  { action: 'guess pairs', keys: ['G'], title: 'Guess the mirror pairs', scope: 'Schema' },
  { action: 'use landmark', keys: ['Enter'], title: 'Use the tool as a click does', scope: 'Schema', onStage: true },
  { action: 'rename landmark', keys: ['F2'], title: 'Rename the landmark', scope: 'Schema' },
  { action: 'remove landmark', keys: ['Delete'], title: 'Remove the landmarks', scope: 'Schema', onStage: true },
  { action: 'landmark earlier', keys: ['Alt+ArrowUp'], title: 'Landmark earlier in the order', scope: 'Schema' },
  { action: 'landmark later', keys: ['Alt+ArrowDown'], title: 'Landmark later in the order', scope: 'Schema' },
  { action: 'save schema', keys: ['Ctrl+Enter'], title: 'Save the schema', scope: 'Schema', inFields: true },
];

/** The binding of an action. */
export function bindingOf(action: KeyAction): KeyBinding {
  const binding = keyBindings.find((candidate) => candidate.action === action);
  if (!binding) throw new Error(`no key is bound to ${action}`);
  return binding;
}

const shown: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageDown: 'Page Down',
  PageUp: 'Page Up',
  Escape: 'Esc',
};

/** A key as people read it: `Ctrl Shift Z`, `Alt ←`. */
export function keyAsShown(key: string): string {
  return key
    .split('+')
    .map((part, index, parts) => (part === '' && index === parts.length - 1 ? '+' : (shown[part] ?? part)))
    .filter((part) => part !== '')
    .join(' ');
}

/** The first key of an action as people read it; all four arrows in one. */
export function shownKeyOf(action: KeyAction): string {
  const { keys } = bindingOf(action);
  const first = keys[0] ?? '';
  return keys.length === 4 && first.endsWith('ArrowLeft')
    ? keyAsShown(first.replace('ArrowLeft', '← ↑ → ↓'))
    : keyAsShown(first);
}

/** What of a keyboard event decides which key it is. */
export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Whether an event is the given key of the table. */
export function isKey(event: PressedKey, key: string): boolean {
  const plus = key === '+' || key.endsWith('++');
  const parts = plus ? [...key.slice(0, -1).split('+').filter(Boolean), '+'] : key.split('+');
  const name = parts.at(-1) ?? '';
  const pressed = event.key === ' ' ? 'Space' : event.key;
  const isSign = name.length === 1 && !/[a-z0-9]/i.test(name);
  return (
    pressed.toLowerCase() === name.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === parts.includes('Ctrl') &&
    event.altKey === parts.includes('Alt') &&
    (isSign || event.shiftKey === parts.includes('Shift'))
  );
}
