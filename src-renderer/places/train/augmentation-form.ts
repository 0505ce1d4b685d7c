import { isAugmented, type Augmentation } from '../../../src-main/contract/index.ts';

/** Augmentation as edited: numbers stay the text that was typed until they are checked. */
export interface AugmentationForm {
  rotation: string;
  translation: string;
  scale: string;
  mirror: string;
  border: Augmentation['border'];
  brightness: string;
  contrast: string;
  saturation: string;
  gamma: string;
  blur: { probability: string; sigma: string };
  noise: string;
  occlusion: { probability: string; size: string };
}

export function formOfAugmentation(augmentation: Augmentation): AugmentationForm {
  const { border, blur, occlusion, ...numbers } = augmentation;
  const { rotation, translation, scale, mirror, brightness, contrast, saturation, gamma, noise } = numbers;
  return {
    rotation: String(rotation),
    translation: String(translation),
    scale: String(scale),
    mirror: String(mirror),
    border,
    brightness: String(brightness),
    contrast: String(contrast),
    saturation: String(saturation),
    gamma: String(gamma),
    blur: { probability: String(blur.probability), sigma: String(blur.sigma) },
    noise: String(noise),
    occlusion: { probability: String(occlusion.probability), size: String(occlusion.size) },
  };
}

/** The augmentation a form stands for, still to be checked by the recipe's schema; `numberOf` turns text into numbers. */
export function augmentationOfForm(form: AugmentationForm, numberOf: (text: string) => number): unknown {
  const { border, blur, occlusion, ...numbers } = form;
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([key, text]) => [key, numberOf(text)])),
    border,
    blur: { probability: numberOf(blur.probability), sigma: numberOf(blur.sigma) },
    occlusion: { probability: numberOf(occlusion.probability), size: numberOf(occlusion.size) },
  };
}

/** What is on, in a few words: `rotation ±15°, translation ±10 px, mirror 50%`; `off` for nothing. */
export function describeAugmentation(augmentation: Augmentation): string {
  if (!isAugmented(augmentation)) return 'off';
  const percent = (fraction: number): string => `${Number((100 * fraction).toFixed(1))}%`;
  const { rotation, translation, mirror, noise, blur, occlusion } = augmentation;
  const factors = ['scale', 'brightness', 'contrast', 'saturation', 'gamma'] as const;
  return [
    rotation > 0 && `rotation ±${rotation}°`,
    translation > 0 && `translation ±${translation} px`,
    ...factors.map((name) => augmentation[name] > 0 && `${name} ±${percent(augmentation[name])}`),
    mirror > 0 && `mirror ${percent(mirror)}`,
    blur.probability > 0 && `blur ${percent(blur.probability)}`,
    noise > 0 && `noise ${percent(noise)}`,
    occlusion.probability > 0 && `patch ${percent(occlusion.probability)}`,
  ]
    .filter((words) => words !== false)
    .join(', ');
}
