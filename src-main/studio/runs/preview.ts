import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  StudioError,
  type Device,
  type Recipe,
  type ProofSheet,
  type RunPreview,
  type Snapshot,
} from '../../contract/index.ts';
import { hashOf } from './canonical-json.ts';
import type { ShortTrainers } from './short-trainers.ts';
import type { TransferSource } from './transfer-source.ts';

/** Equal for recipes and data whose previews are equal: what only matters while training is left out. */
export function previewKey(recipe: Recipe, snapshot: Snapshot, epoch: number, source: TransferSource | null): string {
  const { input, landmarks, network, head, augmentation, batch, seed, transfer } = recipe;
  const built = { input, landmarks, network, head, augmentation, batch, seed, transfer };
  return hashOf({ snapshot: snapshot.hash, epoch, source: source?.digest ?? null, ...built });
}

/**
 * Asks a trainer for a recipe's layers, device, samples, mean-shape baseline and the proof sheet of an epoch. Decoded images go to `cacheFolder`, or
 * nowhere lasting when it is null. Throws StudioError 'failed' with the trainer's reason, such as a network that cannot be built.
 */
export function previewRecipe(
  trainers: ShortTrainers,
  recipe: Recipe,
  snapshot: Snapshot,
  cacheFolder: string | null,
  epoch: number,
  source: TransferSource | null,
): Promise<RunPreview> {
  return trainers.run(null, async (folder, start) => {
    const snapshotFile = join(folder, 'snapshot.json');
    writeFileSync(snapshotFile, JSON.stringify(snapshot));
    let device: Device | null = null;
    let described: Omit<RunPreview, 'device' | 'proofSheet'> | null = null;
    let proofSheet: ProofSheet | null = null;
    const job = {
      kind: 'describe',
      recipe,
      epoch,
      snapshotFile,
      cacheFolder: cacheFolder ?? folder,
      transferFolder: source?.folder ?? null,
    } as const;
    await start(job, (message) => {
      if (message.kind === 'device') device = message.device;
      if (message.kind === 'proof sheet') proofSheet = message.sheet;
      if (message.kind === 'described') {
        const { layers, parameters, samples, baselineLoss } = message;
        described = { layers, parameters, samples, baselineLoss };
      }
    });
    return complete(device, described, proofSheet);
  });
}

function complete(
  device: Device | null,
  described: Omit<RunPreview, 'device' | 'proofSheet'> | null,
  proofSheet: ProofSheet | null,
): RunPreview {
  if (device && described) return { ...described, device, proofSheet };
  throw new StudioError('failed', 'The trainer ended without describing the network.');
}
