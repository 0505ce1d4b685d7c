import { Columns2, Download, ScanFace, Settings, TrendingUp } from '@lucide/vue';
import type { FunctionalComponent } from 'vue';
import type { Place } from '../stores/navigation.ts';
import type { KeyAction } from './keys.ts';

export interface PlaceEntry {
  place: Place;
  title: string;
  action: KeyAction;
  icon: FunctionalComponent;
  needsProject: boolean;
}

/** The rail, top to bottom. */
export const placeEntries: readonly PlaceEntry[] = [
  { place: 'annotate', title: 'Annotate', action: 'go annotate', icon: ScanFace, needsProject: true },
  { place: 'train', title: 'Train', action: 'go train', icon: TrendingUp, needsProject: true },
  { place: 'compare', title: 'Compare', action: 'go compare', icon: Columns2, needsProject: true },
  { place: 'data', title: 'Data', action: 'go data', icon: Download, needsProject: true },
  { place: 'settings', title: 'Settings', action: 'go settings', icon: Settings, needsProject: false },
];
