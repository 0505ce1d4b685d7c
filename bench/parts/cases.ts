import { readFileSync } from 'node:fs';
import { recipeSchema, type Recipe, type RecipeInput } from '../../src-main/contract/recipe.ts';

/** Something that both sides do over and over: a training step, or the answers to a batch. */
export interface BenchCase {
  name: string;
  recipe: Recipe;
  landmarkCount: number;
  work: 'train' | 'infer';
  /** Images in a batch. */
  batch: number;
}

/** The write-up's second part in its lighter form, pooled after each convolution, as `shared/bench/torch_reference.py` has it. */
const pooledPart2: RecipeInput = {
  ...(shipped('face58-cnn') as RecipeInput),
  name: 'part2',
  network: [
    ...[conv(12, 5), conv(16, 3), conv(20, 3), conv(24, 3), conv(28, 3)].flat(),
    { layer: 'flatten' },
    { layer: 'dense', units: 256 },
    { layer: 'dense', units: 128 },
    { layer: 'coordinates' },
  ],
};

/** Batches of training, then of answers. */
const networks: [name: string, recipe: unknown, landmarkCount: number, train: number[], infer: number[]][] = [
  ['part1', shipped('nose-cnn'), 1, [64], [64, 1]],
  ['part2', pooledPart2, 58, [64], [64, 1]],
  ['part2-as-written', shipped('face58-cnn'), 58, [64], []],
  ['resnet18', shipped('resnet18-68'), 68, [16, 64], [32, 1]],
  ['heatmap-small', shipped('heatmap-small'), 58, [16], [16]],
];

/** Named `NETWORK train bBATCH` and `NETWORK infer bBATCH`; pictures are not augmented. */
export const benchCases: BenchCase[] = networks.flatMap(([network, recipe, landmarkCount, train, infer]) =>
  Object.entries({ train, infer }).flatMap(([work, batches]) =>
    batches.map((batch) => ({
      name: `${network} ${work} b${batch}`,
      recipe: recipeSchema.parse(recipe),
      landmarkCount,
      work: work as BenchCase['work'],
      batch,
    })),
  ),
);

function shipped(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../resources/recipes/${name}.json`, import.meta.url), 'utf8'));
}

function conv(filters: number, kernel: number): Extract<RecipeInput['network'], readonly unknown[]> {
  return [
    { layer: 'conv', filters, kernel },
    { layer: 'max pool', size: 2 },
  ];
}
