import type { LayerForm } from './recipe-form.ts';

/** A few layers to begin a network of one's own with. */
export function startLayers(): LayerForm[] {
  return [
    { layer: 'conv', filters: '16', kernel: '3', stride: '1', norm: 'batch', activation: 'relu' },
    { layer: 'max pool', size: '2' },
    { layer: 'flatten' },
    { layer: 'dense', units: '128', activation: 'relu' },
    { layer: 'coordinates' },
  ];
}
