import { StudioError } from '../../contract/errors.ts';
import type { Layer, Recipe } from '../../contract/recipe.ts';

/**
 * Follows the picture through the layers, so that the person hears which layer is at fault rather than a shape mismatch.
 * Throws StudioError 'bad input' naming the layer (counted from 1) where layers do not fit together.
 */
export function checkNetwork(input: Recipe['input'], network: Layer[]): void {
  let picture: { height: number; width: number } | null = { height: input.height, width: input.width };
  for (const [index, layer] of network.entries()) {
    const refuse = (reason: string): never => {
      throw new StudioError('bad input', `The network does not fit: layer ${index + 1}, ${layer.layer}: ${reason}.`);
    };
    const last = index === network.length - 1;
    if (last && layer.layer !== 'coordinates') refuse('the last layer must be "coordinates"');
    switch (layer.layer) {
      case 'conv':
      case 'residual':
        if (!picture) return refuse('it needs a picture, and a layer before it flattened it');
        picture = { height: Math.ceil(picture.height / layer.stride), width: Math.ceil(picture.width / layer.stride) };
        break;
      case 'max pool':
        if (!picture) return refuse('it needs a picture, and a layer before it flattened it');
        if (Math.min(picture.height, picture.width) < layer.size)
          refuse(
            `the picture is already ${picture.width}×${picture.height}, too small to pool ${layer.size}×${layer.size}`,
          );
        picture = {
          height: Math.floor(picture.height / layer.size),
          width: Math.floor(picture.width / layer.size),
        };
        break;
      case 'average':
      case 'flatten':
        if (!picture) refuse('a layer before it has flattened the picture already');
        picture = null;
        break;
      case 'dense':
        if (picture) refuse('it needs flat numbers: put "flatten" before it');
        break;
      case 'dropout':
        break;
      case 'coordinates':
        if (picture) refuse('it needs flat numbers: put "flatten" before it');
        if (!last) refuse('it must be the last layer');
        break;
    }
  }
}
