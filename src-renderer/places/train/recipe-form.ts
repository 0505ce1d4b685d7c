import type { z } from 'zod';
import {
  recipeSchema,
  type LandmarkSchema,
  type Layer,
  type NamedNetwork,
  type Recipe,
} from '../../../src-main/contract/index.ts';
import { formatRate } from '../../components/charts/figures.ts';
import { augmentationOfForm, formOfAugmentation, type AugmentationForm } from './augmentation-form.ts';
import { formOfTransfer, transferDifferences, transferOfForm, type TransferForm } from './transfer-form.ts';

/** A layer as edited: numbers stay the text that was typed until they are checked. */
export type LayerForm =
  | {
      layer: 'conv';
      filters: string;
      kernel: string;
      stride: string;
      norm: 'none' | 'batch';
      activation: 'relu' | 'none';
    }
  | { layer: 'max pool'; size: string }
  | { layer: 'residual'; filters: string; stride: string }
  | { layer: 'average' }
  | { layer: 'flatten' }
  | { layer: 'dense'; units: string; activation: 'relu' | 'none' }
  | { layer: 'dropout'; rate: string }
  | { layer: 'coordinates' };

/** A recipe as edited. What the form does not show (name, title, description, and what is too deep for it) is carried along. */
export interface RecipeForm {
  name: string;
  title: string;
  description: string;
  width: string;
  height: string;
  channels: Recipe['input']['channels'];
  crop: Recipe['input']['crop'];
  margin: string;
  landmarks: Recipe['landmarks'];
  network: LayerForm[] | NamedNetwork;
  head: Recipe['head'];
  loss: Recipe['loss'];
  optimizer: Recipe['optimizer']['kind'];
  learningRate: string;
  momentum: string;
  weightDecay: string;
  schedule: Recipe['schedule'];
  /** Empty for none. */
  clipNorm: string;
  averaging: string;
  /** Empty for none. */
  earlyStop: string;
  keepBestBy: Recipe['keepBestBy'];
  augmentation: AugmentationForm;
  transfer: TransferForm;
  epochs: string;
  batch: string;
  seed: string;
}

/** What is wrong, by the place in the recipe: `input.width`, `network.2.filters`, `landmarks`. */
export type RecipeIssues = Record<string, string>;

/** The form for a recipe; every number becomes text, learning rates as `1e-3`. */
export function formOfRecipe(recipe: Recipe): RecipeForm {
  return {
    name: recipe.name,
    title: recipe.title,
    description: recipe.description,
    width: String(recipe.input.width),
    height: String(recipe.input.height),
    channels: recipe.input.channels,
    crop: recipe.input.crop,
    margin: String(recipe.input.margin),
    landmarks: recipe.landmarks === 'all' ? 'all' : [...recipe.landmarks],
    network: typeof recipe.network === 'string' ? recipe.network : recipe.network.map(formOfLayer),
    head: recipe.head,
    loss: structuredClone(recipe.loss),
    optimizer: recipe.optimizer.kind,
    learningRate: formatRate(recipe.optimizer.learningRate),
    momentum: String(recipe.optimizer.momentum),
    weightDecay: recipe.optimizer.weightDecay === 0 ? '0' : formatRate(recipe.optimizer.weightDecay),
    schedule: { ...recipe.schedule },
    clipNorm: recipe.clipNorm === null ? '' : String(recipe.clipNorm),
    averaging: String(recipe.averaging),
    earlyStop: recipe.earlyStop === null ? '' : String(recipe.earlyStop),
    keepBestBy: recipe.keepBestBy,
    augmentation: formOfAugmentation(recipe.augmentation),
    transfer: formOfTransfer(recipe.transfer),
    epochs: String(recipe.epochs),
    batch: String(recipe.batch),
    seed: String(recipe.seed),
  };
}

/**
 * The recipe a form stands for, or what is wrong with it, place by place.
 * With the project's landmark schema at hand, names it does not know are refused too.
 */
export function recipeOfForm(
  form: RecipeForm,
  schema: LandmarkSchema | null,
): { recipe: Recipe; issues: null } | { recipe: null; issues: RecipeIssues } {
  return checkRecipe(
    {
      version: 1,
      name: form.name,
      title: form.title,
      description: form.description,
      input: {
        width: numberOf(form.width),
        height: numberOf(form.height),
        channels: form.channels,
        crop: form.crop,
        margin: numberOf(form.margin),
      },
      landmarks: form.landmarks === 'all' ? 'all' : [...form.landmarks],
      network: typeof form.network === 'string' ? form.network : form.network.map(layerOfForm),
      head: form.head,
      loss: form.loss,
      optimizer: {
        kind: form.optimizer,
        learningRate: numberOf(form.learningRate),
        momentum: numberOf(form.momentum),
        weightDecay: numberOf(form.weightDecay),
      },
      schedule: form.schedule,
      clipNorm: form.clipNorm.trim() === '' ? null : numberOf(form.clipNorm),
      averaging: numberOf(form.averaging),
      earlyStop: form.earlyStop.trim() === '' ? null : numberOf(form.earlyStop),
      keepBestBy: form.keepBestBy,
      augmentation: augmentationOfForm(form.augmentation, numberOf),
      transfer: transferOfForm(form.transfer, numberOf),
      epochs: numberOf(form.epochs),
      batch: numberOf(form.batch),
      seed: numberOf(form.seed),
    },
    schema,
  );
}

/** The recipe in a JSON text a person edited, or what is wrong with it; text that is not JSON is an issue at `''`. */
export function recipeOfJson(text: string, schema: LandmarkSchema | null): ReturnType<typeof recipeOfForm> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      recipe: null,
      issues: { '': `This is not JSON: ${error instanceof Error ? error.message : String(error)}` },
    };
  }
  return checkRecipe(value, schema);
}

/** What of `recipe` differs from `base`, in a few words each: `learning rate 1e-1`, `network`. */
export function recipeDifferences(base: Recipe, recipe: Recipe): string[] {
  const words: string[] = [];
  const differ = (left: unknown, right: unknown): boolean => JSON.stringify(left) !== JSON.stringify(right);
  if (differ(base.input, recipe.input)) words.push(`input ${describeInput(recipe)}`);
  if (differ(base.landmarks, recipe.landmarks)) words.push(`landmarks ${describeLandmarks(recipe.landmarks)}`);
  if (differ(base.network, recipe.network))
    words.push(typeof recipe.network === 'string' ? `network ${recipe.network}` : 'network');
  if (base.head !== recipe.head) words.push(`head ${recipe.head}`);
  if (differ(base.loss, recipe.loss)) words.push(`loss ${describeLoss(recipe.loss)}`);
  if (differ(base.augmentation, recipe.augmentation)) words.push('augmentation');
  words.push(...transferDifferences(base.transfer, recipe.transfer));
  if (base.batch !== recipe.batch) words.push(`batch ${recipe.batch}`);
  if (base.epochs !== recipe.epochs) words.push(`${recipe.epochs} epochs`);
  if (base.optimizer.learningRate !== recipe.optimizer.learningRate)
    words.push(`learning rate ${formatRate(recipe.optimizer.learningRate)}`);
  if (differ({ ...base.optimizer, learningRate: 0 }, { ...recipe.optimizer, learningRate: 0 }))
    words.push(`optimizer ${recipe.optimizer.kind}`);
  if (differ(base.schedule, recipe.schedule)) words.push(`schedule ${recipe.schedule.kind}`);
  if (base.averaging !== recipe.averaging) words.push(`averaging ${recipe.averaging}`);
  if (base.clipNorm !== recipe.clipNorm) words.push(`clipping at ${recipe.clipNorm ?? 'nothing'}`);
  if (base.earlyStop !== recipe.earlyStop) words.push(`early stop ${recipe.earlyStop ?? 'never'}`);
  if (base.keepBestBy !== recipe.keepBestBy) words.push(`best by ${recipe.keepBestBy}`);
  if (base.seed !== recipe.seed) words.push(`seed ${recipe.seed}`);
  return words;
}

/** `80×60 gray`, or `224×224 gray, box + 20 %` */
export function describeInput({ input }: Pick<Recipe, 'input'>): string {
  const crop = input.crop === 'box' ? `, ${describeCrop(input)}` : '';
  return `${input.width}×${input.height} ${input.channels}${crop}`;
}

/** `whole image`, or `box + 20 %` */
export function describeCrop({ crop, margin }: Pick<Recipe['input'], 'crop' | 'margin'>): string {
  return crop === 'box' ? `box + ${Number((100 * margin).toFixed(1))} %` : crop;
}

/** `all`, `nose 6`, or `12 chosen` */
export function describeLandmarks(landmarks: Recipe['landmarks']): string {
  if (landmarks === 'all') return 'all';
  return landmarks.length <= 2 ? landmarks.join(', ') : `${landmarks.length} chosen`;
}

/** `wing`, or `0.5 smooth-l1 + 0.5 heatmap cross-entropy` */
export function describeLoss(loss: Recipe['loss']): string {
  if (typeof loss === 'string') return loss;
  return loss.map(({ kind, weight }) => (weight === 1 ? kind : `${weight} ${kind}`)).join(' + ');
}

/** Empty text is no number: `Number('')` would quietly make it zero. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim());
}

function formOfLayer(layer: Layer): LayerForm {
  switch (layer.layer) {
    case 'conv':
      return { ...layer, filters: String(layer.filters), kernel: String(layer.kernel), stride: String(layer.stride) };
    case 'residual':
      return { ...layer, filters: String(layer.filters), stride: String(layer.stride) };
    case 'dropout':
      return { ...layer, rate: String(layer.rate) };
    case 'max pool':
      return { ...layer, size: String(layer.size) };
    case 'dense':
      return { ...layer, units: String(layer.units) };
    default:
      return { ...layer };
  }
}

function layerOfForm(form: LayerForm): unknown {
  switch (form.layer) {
    case 'conv':
      return {
        ...form,
        filters: numberOf(form.filters),
        kernel: numberOf(form.kernel),
        stride: numberOf(form.stride),
      };
    case 'residual':
      return { ...form, filters: numberOf(form.filters), stride: numberOf(form.stride) };
    case 'dropout':
      return { ...form, rate: numberOf(form.rate) };
    case 'max pool':
      return { ...form, size: numberOf(form.size) };
    case 'dense':
      return { ...form, units: numberOf(form.units) };
    default:
      return { ...form };
  }
}

function checkRecipe(value: unknown, schema: LandmarkSchema | null): ReturnType<typeof recipeOfForm> {
  const parsed = recipeSchema.safeParse(value);
  if (!parsed.success) {
    const issues: RecipeIssues = {};
    for (const issue of parsed.error.issues) issues[issue.path.join('.')] ??= wordsOfIssue(issue);
    return { recipe: null, issues };
  }
  const recipe = parsed.data;
  const issues: RecipeIssues = {};
  if (schema && recipe.landmarks !== 'all') {
    const known = new Set(schema.landmarks.map((landmark) => landmark.name));
    const unknown = recipe.landmarks.filter((name) => !known.has(name));
    if (unknown.length > 0) issues.landmarks = `${schema.name} has no landmark ${unknown.join(', ')}`;
  }
  if (typeof recipe.network !== 'string' && recipe.network.at(-1)?.layer !== 'coordinates')
    issues.network = 'The last layer must be coordinates: two numbers a landmark.';
  return Object.keys(issues).length > 0 ? { recipe: null, issues } : { recipe, issues: null };
}

/** An issue in the words of the field it stands beside. */
function wordsOfIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'array') return 'Choose at least one.';
      return issue.inclusive ? `At least ${issue.minimum}.` : `More than ${issue.minimum}.`;
    case 'too_big':
      return `At most ${issue.maximum}.`;
    case 'invalid_type':
      if (issue.expected === 'int') return 'A whole number.';
      return issue.expected === 'number' ? 'A number.' : `Expected: ${issue.expected}.`;
    case 'invalid_value':
      return `One of: ${issue.values.map(String).join(', ')}.`;
    default:
      return issue.message;
  }
}
