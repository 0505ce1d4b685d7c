import type { PlaceKey } from './place-key.ts';

/** Of the drawing of a landmark schema. */
export const schemaKeys = [
  { action: 'schema select', keys: ['V'], title: 'Select and move landmarks' },
  { action: 'schema add', keys: ['A'], title: 'Add landmarks' },
  { action: 'schema contour', keys: ['L'], title: 'Draw a contour' },
  { action: 'schema pair', keys: ['M'], title: 'Set mirror pairs' },
  { action: 'schema corners', keys: ['E'], title: 'Set the outer eye corners' },
  { action: 'guess pairs', keys: ['G'], title: 'Guess the mirror pairs' },
  { action: 'use landmark', keys: ['Enter'], title: 'Use the tool as a click does', onStage: true },
  { action: 'rename landmark', keys: ['F2'], title: 'Rename the landmark' },
  { action: 'remove landmark', keys: ['Delete'], title: 'Remove the landmarks', onStage: true },
  { action: 'landmark earlier', keys: ['Alt+ArrowUp'], title: 'Landmark earlier in the order' },
  { action: 'landmark later', keys: ['Alt+ArrowDown'], title: 'Landmark later in the order' },
  { action: 'save schema', keys: ['Ctrl+Enter'], title: 'Save the schema', inFields: true },
  { action: 'schema from json', keys: ['J'], title: 'Take a schema from a JSON file' },
  { action: 'add group', keys: ['Shift+G'], title: 'Add a group' },
  { action: 'next schema picture', keys: ['PageDown'], title: 'Draw on the next image' },
  { action: 'previous schema picture', keys: ['PageUp'], title: 'Draw on the image before' },
  { action: 'schema picture', keys: ['P'], title: 'Draw on another picture' },
  { action: 'no schema picture', keys: ['Shift+P'], title: 'Draw without a picture' },
  { action: 'leave schema', keys: ['Q'], title: 'Leave the drawing' },
] as const satisfies readonly PlaceKey[];
