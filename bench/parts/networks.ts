import { recipeSchema, type Recipe, type RecipeInput } from '../../src-main/contract/recipe.ts';

/** A network that `shared/bench/torch_reference.py` measures too, layer for layer, with the same batch, loss and optimizer. */
export interface BenchNetwork {
  recipe: Recipe;
  landmarkCount: number;
  /** Batches between two looks at the clock. */
  steps: Record<Work, number>;
  /** Images in a batch. */
  batch: Record<Work, number>;
}

export type Work = 'train' | 'infer';

const pool = { layer: 'max pool', size: 2 } as const;
const conv = (filters: number, kernel: number) => [{ layer: 'conv' as const, filters, kernel }, pool];

function recipe(values: Pick<RecipeInput, 'name' | 'input' | 'network' | 'batch'>, learningRate: number): Recipe {
  return recipeSchema.parse({
    version: 1,
    title: values.name,
    description: '',
    landmarks: 'all',
    loss: 'mse',
    optimizer: { kind: 'adam', learningRate },
    epochs: 1,
    seed: 1,
    ...values,
  });
}

export const benchNetworks: Record<'part1' | 'part2' | 'resnet18', BenchNetwork> = {
  part1: {
    recipe: recipe(
      {
        name: 'part1',
        input: { width: 80, height: 60, channels: 'gray' },
        network: [
          ...[conv(12, 3), conv(24, 3), conv(32, 3)].flat(),
          { layer: 'flatten' },
          { layer: 'dense', units: 128 },
          { layer: 'coordinates' },
        ],
        batch: 64,
      },
      1e-3,
    ),
    landmarkCount: 1,
    steps: { train: 40, infer: 80 },
    batch: { train: 64, infer: 64 },
  },
  part2: {
    recipe: recipe(
      {
        name: 'part2',
        input: { width: 160, height: 120, channels: 'gray' },
        network: [
          ...[conv(12, 5), conv(16, 3), conv(20, 3), conv(24, 3), conv(28, 3)].flat(),
          { layer: 'flatten' },
          { layer: 'dense', units: 256 },
          { layer: 'dense', units: 128 },
          { layer: 'coordinates' },
        ],
        batch: 64,
      },
      1e-4,
    ),
    landmarkCount: 58,
    steps: { train: 16, infer: 32 },
    batch: { train: 64, infer: 64 },
  },
  resnet18: {
    recipe: recipe(
      { name: 'resnet18', input: { width: 224, height: 224, channels: 'gray' }, network: 'resnet18', batch: 16 },
      1e-4,
    ),
    landmarkCount: 68,
    steps: { train: 4, infer: 4 },
    batch: { train: 16, infer: 32 },
  },
};
