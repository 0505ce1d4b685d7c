import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-node-gpu';
import { z } from 'zod';
import { readJsonFile } from './json-file.ts';
import type { TensorFlow } from './tensorflow.ts';

type ModelArtifacts = Parameters<Parameters<TensorFlow['io']['withSaveHandler']>[0]>[0];

/** Of `model.json`, what is read here; the rest is tfjs' own. */
const modelFileSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({})) })),
});

/**
 * A TF.js LayersModel as `tf.loadLayersModel` reads it: `model.json` and `weights.bin`. Here rather than by tfjs-node's own
 * handler of file:// addresses, which only TensorFlow has.
 */
export async function modelFiles(tf: TensorFlow, model: LayersModel): Promise<Record<string, string | Uint8Array>> {
  const artifacts = await new Promise<ModelArtifacts>((resolve, reject) => {
    const handler = tf.io.withSaveHandler((saved) => {
      resolve(saved);
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    });
    model.save(handler).catch(reject);
  });
  const { modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy } = artifacts;
  const weights = new tf.io.CompositeArrayBuffer(weightData).slice();
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  return {
    'model.json': JSON.stringify({ format, generatedBy, convertedBy, modelTopology, weightsManifest: manifest }),
    'weights.bin': new Uint8Array(weights),
  };
}

/** What a folder holds with `model.json` and the weights beside it. Throws where a file is missing or is none of a model's. */
export async function readModel(folder: string): Promise<ModelArtifacts> {
  const file = await readJsonFile(join(folder, 'model.json'), modelFileSchema, 'model');
  const parts = file.weightsManifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path)));
  const weights = Buffer.concat(await Promise.all(parts));
  return {
    modelTopology: file.modelTopology,
    weightSpecs: file.weightsManifest.flatMap((group) => group.weights) as unknown as ModelArtifacts['weightSpecs'],
    // Copied: the buffer of a Buffer may hold more.
    weightData: new Uint8Array(weights).buffer,
  };
}

/** Throws where it is not a layers model. */
export function modelOf(tf: TensorFlow, saved: ModelArtifacts): Promise<LayersModel> {
  return tf.loadLayersModel(tf.io.fromMemory(saved));
}
