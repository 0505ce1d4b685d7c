import { z } from 'zod';
import { runReferenceSchema } from './runs.ts';

/**
 * The learned filters of the first convolution, as pictures kept after epochs: addresses `runs/<id>/filters/<epoch>`,
 * files `runs/<id>/filters/epoch-0012.png`.
 */
export interface RunFilters {
  runId: number;
  /** From 0, before the first step; empty where the network begins with no convolution or the run is older. */
  epochs: number[];
}

export const filtersSchema = z.object({ run: runReferenceSchema });

/** The file of an epoch's filters, in the folder `filters` of the run's. */
export function filtersFile(epoch: number): string {
  return `epoch-${String(epoch).padStart(4, '0')}.png`;
}

export const inspectSchema = z.object({
  run: runReferenceSchema,
  imageId: z.int().positive(),
  /** Whose box is looked at, of a run that crops; the first where left out. */
  instanceId: z.int().positive().optional(),
  /** A row of the layer table with maps, the input being row 0; the first one with maps where left out. */
  layer: z.int().nonnegative().optional(),
});

/** A row of the layer table that gives maps. Names may come twice, rows do not. */
export interface LayerRow {
  row: number;
  name: string;
  /** Of its maps, height×width×maps: `30×40×32`. */
  output: string;
}

/** What a layer makes of one image. */
export interface LayerMaps extends LayerRow {
  /** At most 64: PNG data addresses, each from its lowest value (black) to its highest (white). */
  maps: { picture: string; lowest: number; highest: number }[];
  /** How many maps the layer has. */
  mapCount: number;
}

/** What the best epoch of a network makes of one image, in all its layers. Pictures are PNG data addresses. */
export interface WholeInspection {
  epoch: number;
  /** The image as the network sees it. */
  picture: string;
  /** Those with maps, in the order of the layer table. */
  layers: LayerMaps[];
  /** Each learned landmark and where the network puts it, in 0..1 of the picture. */
  landmarks: { name: string; at: [x: number, y: number] }[];
  /** For each landmark the probability of its place over the picture, from 0 (black) to its peak (white); empty for a network without heatmaps. */
  heatmaps: { picture: string; peak: number }[];
}

/** The same with the maps of one layer alone; null for a network that has none. */
export interface Inspection extends Omit<WholeInspection, 'layers'> {
  runId: number;
  layers: LayerRow[];
  layer: LayerMaps | null;
}
