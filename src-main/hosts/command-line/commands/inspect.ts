import { join } from 'node:path';
import { Command } from 'commander';
import type { Inspection, RunReference } from '../../../contract/index.ts';
import { writeAtomically } from '../../../files/durable-files.ts';
import { aPath, aRun, aWholeNumber } from '../arguments.ts';
import { imageNamed } from '../image-named.ts';
import { count, table, type Output } from '../output.ts';
import { withProject } from '../studio-session.ts';

interface InspectOptions {
  run: RunReference;
  image: string;
  layer?: number;
  out: string;
}

export function inspectCommand(output: Output): Command {
  return new Command('inspect')
    .description('Write what a run’s network makes of an image: the maps of a layer and the landmarks’ heatmaps.')
    .argument('<project>', 'project folder', aPath)
    .option('--run <number>', 'the run, or latest', aRun, 'latest')
    .requiredOption('--image <name>', 'an image of the project')
    .option('--layer <number>', 'row of the layer table, from 1; the first with maps where left out', aWholeNumber)
    .requiredOption('--out <folder>', 'folder to write into', aPath)
    .action((path: string, { run, image, layer, out }: InspectOptions) =>
      withProject(output, { path }, async ({ caller }) => {
        const { id: imageId } = await imageNamed(caller, image);
        const inspection = await caller.runs.inspect({ run, imageId, ...(layer !== undefined && { layer }) });
        const pictures = picturesOf(inspection);
        for (const [name, picture] of pictures) await writeAtomically(join(out, name), bytesOf(picture));
        const files = [...pictures.keys()].map((name) => join(out, name));
        output.result({ ...withoutPictures(inspection), files }, textOf(inspection, files.length, out));
      }),
    );
}

/** By the names of the files they are written to. */
function picturesOf({ picture, layer, landmarks, heatmaps }: Inspection): Map<string, string> {
  const two = (index: number): string => String(index + 1).padStart(2, '0');
  const maps =
    layer?.maps.map((map, index) => [`layer-${layer.row}-map-${two(index)}.png`, map.picture] as const) ?? [];
  const heats = heatmaps.map(
    (heatmap, index) =>
      [`heatmap-${two(index)}-${asFileName(landmarks[index]?.name ?? '')}.png`, heatmap.picture] as const,
  );
  return new Map([['picture.png', picture], ...maps, ...heats]);
}

/** Names of landmarks are anything: what could lead out of the folder, or what a file system minds, becomes a dash. */
function asFileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
}

function bytesOf(dataAddress: string): Buffer {
  return Buffer.from(dataAddress.slice(dataAddress.indexOf(',') + 1), 'base64');
}

function withoutPictures({ runId, epoch, layers, layer, landmarks, heatmaps }: Inspection) {
  return {
    runId,
    epoch,
    layers,
    layer: layer && {
      row: layer.row,
      name: layer.name,
      mapCount: layer.mapCount,
      maps: layer.maps.map(({ lowest, highest }) => ({ lowest, highest })),
    },
    landmarks: landmarks.map(({ name, at }, index) => ({ name, at, peak: heatmaps[index]?.peak ?? null })),
  };
}

function textOf({ runId, epoch, layers, layer, heatmaps }: Inspection, files: number, out: string): string {
  const shown = layer
    ? `layer ${layer.row} (${layer.name}), ${layer.maps.length} of its ${count(layer.mapCount, 'map')}`
    : 'no layer: the network has none with maps';
  return [
    `Run ${runId}, epoch ${epoch}: ${shown}; ${heatmaps.length === 0 ? 'this network has no heatmaps' : count(heatmaps.length, 'heatmap')}.`,
    table([['layer', 'name', 'maps'], ...layers.map(({ row, name, output }) => [row, name, output])]),
    `Wrote ${count(files, 'picture')} to ${out}.`,
  ].join('\n');
}
