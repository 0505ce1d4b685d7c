import { useKeys } from '../../../app/use-keys.ts';
import { asItIs, toneMoved } from './tone.ts';
import { useViewSettings } from './view-settings.ts';

/** The keys that change how the picture and what is drawn on it are shown. */
export function useViewKeys(): void {
  const settings = useViewSettings();
  useKeys({
    'show contours': () => {
      settings.contours = !settings.contours;
    },
    labels: () => settings.nextLabels(),
    crosshair: () => {
      settings.crosshair = !settings.crosshair;
    },
    tone: () => {
      settings.isToneOpen = !settings.isToneOpen;
    },
    'reset tone': () => {
      settings.tone = { ...asItIs };
    },
    brighter: () => {
      settings.tone = toneMoved(settings.tone, 'brightness', 1);
    },
    darker: () => {
      settings.tone = toneMoved(settings.tone, 'brightness', -1);
    },
  });
}
