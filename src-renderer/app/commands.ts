import type { ImageListItem, RunSummary } from '../../src-main/contract/index.ts';
import { useNavigation } from '../stores/navigation.ts';
import { useStudio } from '../stores/studio.ts';
import { keyBindings, type KeyAction } from './keys.ts';
import { shownKeyOf } from './keys/shown-keys.ts';
import { placeEntries } from './places.ts';
import { themeChoice } from './theme.ts';
import { canRunAction, runAction } from './use-keys.ts';

/** One line of the command palette. */
export interface Command {
  id: string;
  title: string;
  kind: 'image' | 'run' | 'place' | 'action';
  /** Said in smaller type beside it. */
  facts: string;
  /** Its key as shown; empty when it has none. */
  key: string;
  run(): void;
}

/** Actions that make no sense without a hand on the keyboard. */
const notOffered: readonly KeyAction[] = [
  'palette',
  'nudge',
  'nudge far',
  'nudge little',
  'transform',
  'transform far',
  'pan',
  'let go',
  'move box',
  'size box',
];

/** Places, and all actions that something on the screen handles now. */
export function fixedCommands(): Command[] {
  const studio = useStudio();
  const navigation = useNavigation();
  const places: Command[] = placeEntries
    .filter((entry) => !entry.needsProject || studio.project)
    .map((entry) => ({
      id: `place ${entry.place}`,
      title: entry.title,
      kind: 'place',
      facts: '',
      key: shownKeyOf(entry.action),
      run: () => navigation.go(entry.place),
    }));
  const start: Command = {
    id: 'place welcome',
    title: 'Start page: open, import, new project',
    kind: 'place',
    facts: '',
    key: shownKeyOf('go welcome'),
    run: () => navigation.go('welcome'),
  };
  const actions: Command[] = keyBindings
    .filter(({ action }) => !notOffered.includes(action) && !action.startsWith('go ') && canRunAction(action))
    .map(({ action, title }) => ({
      id: `action ${action}`,
      title,
      kind: 'action',
      facts: '',
      key: shownKeyOf(action),
      run: () => runAction(action),
    }));
  const themes: Command[] = (['dark', 'light', 'system'] as const).map((choice) => ({
    id: `theme ${choice}`,
    title: `Theme: ${choice}`,
    kind: 'action',
    facts: themeChoice.value === choice ? 'in force' : '',
    key: '',
    run: () => {
      themeChoice.value = choice;
    },
  }));
  return [...places, start, ...actions, ...themes];
}

export function imageCommands(images: readonly ImageListItem[]): Command[] {
  const navigation = useNavigation();
  return images.map((image) => ({
    id: `image ${image.id}`,
    title: image.name,
    kind: 'image',
    facts: [image.group === null ? '' : `person ${image.group}`, image.status].filter(Boolean).join(' · '),
    key: '',
    run: () => navigation.openImage(image.id),
  }));
}

export function runCommands(runs: readonly RunSummary[]): Command[] {
  const navigation = useNavigation();
  return runs.map((run) => ({
    id: `run ${run.id}`,
    title: `Run ${run.id} ${run.recipeName}`,
    kind: 'run',
    facts: [run.status, run.bestValidationLoss === null ? '' : `validation ${run.bestValidationLoss.toExponential(2)}`]
      .filter(Boolean)
      .join(' · '),
    key: '',
    run: () => navigation.openRun(run.id),
  }));
}
