import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import type { ModelMetadata } from '../../../contract/trainer.ts';
import { replaceFolder } from '../../../files/replaced-folder.ts';
import { modelFiles } from '../../model-files.ts';
import type { TensorFlow } from '../../tensorflow.ts';
import type { EpochEnded, TrainingCallback } from '../train.ts';

/** Metadata of a run's model but for what the epoch tells. */
export type RunMetadata = Omit<ModelMetadata, 'epoch' | 'trainLoss' | 'validationLoss'>;

export function bestModelFolder(runFolder: string): string {
  return join(runFolder, 'best');
}

/** Writes `best/` (model.json, weights.bin, metadata.json, replaced together) whenever an epoch is the best so far. */
export class BestModel implements TrainingCallback {
  readonly #tf: TensorFlow;
  readonly #model: LayersModel;
  readonly #folder: string;
  readonly #metadata: RunMetadata;

  constructor(tf: TensorFlow, model: LayersModel, runFolder: string, metadata: RunMetadata) {
    this.#tf = tf;
    this.#model = model;
    this.#folder = bestModelFolder(runFolder);
    this.#metadata = metadata;
  }

  async epochEnded({ improved, result: { epoch, trainLoss, validationLoss } }: EpochEnded): Promise<void> {
    if (!improved) return;
    const metadata: ModelMetadata = { ...this.#metadata, epoch, trainLoss, validationLoss };
    await replaceFolder(this.#folder, {
      ...(await modelFiles(this.#tf, this.#model)),
      'metadata.json': `${JSON.stringify(metadata, null, 2)}\n`,
    });
  }
}
