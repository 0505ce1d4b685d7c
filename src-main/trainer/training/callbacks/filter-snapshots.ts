import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import sharp from 'sharp';
import { filtersFile } from '../../../contract/inspection.ts';
import type { EpochResult } from '../../../contract/runs.ts';
import { writeAtomically } from '../../../files/durable-files.ts';
import type { Send } from '../../messages.ts';
import { drawFilters } from '../filter-picture.ts';
import type { EpochEnded, TrainingCallback } from '../train.ts';

/** Whether an epoch's filters are kept: each to the 100th, then every 10th to the 1,000th, every 100th to the 10,000th and so on, and the run's last. */
export function keepsFilters(epoch: number, epochs: number): boolean {
  let step = 1;
  while (epoch > 100 * step) step *= 10;
  return epoch === epochs || epoch % step === 0;
}

/**
 * Draws the first convolution's filters before the first step (epoch 0) and after epochs into `filters/epoch-0012.png`
 * of the run folder, and tells of each; at most 371 pictures, however long the run. Does nothing for a network that begins
 * with something else. A resumed run adds to those it has. `model` is the one that is validated and kept.
 */
export class FilterSnapshots implements TrainingCallback {
  readonly #layer: LayersModel['layers'][number] | null;
  readonly #epochs: number;
  readonly #folder: string;
  readonly #send: Send;

  constructor(model: LayersModel, epochs: number, runFolder: string, send: Send) {
    this.#layer = firstConvolution(model);
    this.#epochs = epochs;
    this.#folder = join(runFolder, 'filters');
    this.#send = send;
  }

  async trainingBegins(history: EpochResult[]): Promise<void> {
    if (history.length === 0) await this.#draw(0);
  }

  async epochEnded({ result: { epoch } }: EpochEnded): Promise<void> {
    if (keepsFilters(epoch, this.#epochs)) await this.#draw(epoch);
  }

  async #draw(epoch: number): Promise<void> {
    const [kernel] = this.#layer?.getWeights() ?? [];
    if (!kernel) return;
    const shape = kernel.shape as [number, number, number, number];
    const { width, height, pixels } = drawFilters(kernel.dataSync<'float32'>(), shape);
    const png = await sharp(pixels, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    await writeAtomically(join(this.#folder, filtersFile(epoch)), png);
    this.#send({ kind: 'filters', epoch });
  }
}

/** The first layer that has weights, if it is a convolution: what it learns can be looked at as pictures. */
function firstConvolution(model: LayersModel): LayersModel['layers'][number] | null {
  const first = model.layers.find(({ weights }) => weights.length > 0);
  return first?.getClassName() === 'Conv2D' ? first : null;
}
