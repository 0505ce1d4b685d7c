import { faceBox, seenPart } from '../../contract/crop.ts';
import { StudioError } from '../../contract/errors.ts';
import type { Box } from '../../contract/geometry.ts';
import type { Recipe } from '../../contract/recipe.ts';
import type { LandmarkSchema } from '../../contract/schema.ts';
import type { Snapshot } from '../../contract/trainer.ts';

/** A landmark that the network answers: its place in the schema and its name. */
export interface LearnedLandmark {
  index: number;
  name: string;
}

/** One face to learn from or to be checked against; its picture is decoded later. */
export interface Example {
  part: 'train' | 'validation';
  imageId: number;
  name: string;
  file: string;
  contentHash: string;
  /** px of the original image. */
  width: number;
  height: number;
  /** Where the face is, px of the original image: its own box or that of its landmarks. */
  box: Box | null;
  /** What the network sees of the image, px of the original. */
  crop: Box;
  /** (2K) x/W, y/H in the crop of each learned landmark in turn; 0 where it is absent. */
  targets: Float32Array;
  /** (2K) 1 where the landmark is there, 0 where it is absent: the loss leaves those out. */
  mask: Float32Array;
  /** What an error in px of the original image is divided by in the NME (`nmeDivisor`); null where there is nothing. */
  faceSize: number | null;
}

/** What the NME of a schema divides by. */
export function nmeDivisor(schema: LandmarkSchema): 'inter-ocular' | 'box' {
  return schema.outerEyeCorners ? 'inter-ocular' : 'box';
}

/** The recipe's landmarks in its order. Throws StudioError 'bad input' for a name that the schema does not have. */
export function learnedLandmarks(recipe: Pick<Recipe, 'landmarks'>, schema: LandmarkSchema): LearnedLandmark[] {
  const all = schema.landmarks.map(({ name }, index) => ({ index, name }));
  if (recipe.landmarks === 'all') return all;
  return recipe.landmarks.map((wanted) => {
    const found = all.find(({ name }) => name === wanted);
    if (!found)
      throw new StudioError(
        'bad input',
        `The recipe learns the landmark "${wanted}", which the schema ${schema.name} does not have. ` +
          `It has: ${all.map(({ name }) => name).join(', ')}.`,
      );
    return found;
  });
}

/**
 * The faces of the snapshot that have at least one of the landmarks, in the snapshot's order, as the input shows them. Throws StudioError
 * 'bad input' when none is left to train on or to validate with.
 */
export function examplesOf(snapshot: Snapshot, landmarks: LearnedLandmark[], input: Recipe['input']): Example[] {
  const examples = snapshot.images
    .filter((image) => landmarks.some(({ index }) => image.landmarks[index]))
    .map((image) => {
      const box = faceBox(image.box, image.landmarks);
      const crop = seenPart(input, image, box);
      const targets = new Float32Array(2 * landmarks.length);
      const mask = new Float32Array(2 * landmarks.length);
      for (const [place, { index }] of landmarks.entries()) {
        const point = image.landmarks[index];
        if (!point) continue;
        targets.set([(point[0] - crop.x) / crop.width, (point[1] - crop.y) / crop.height], 2 * place);
        mask.set([1, 1], 2 * place);
      }
      const { id: imageId, part, name, file, contentHash, width, height } = image;
      return {
        imageId,
        part,
        name,
        file,
        contentHash,
        width,
        height,
        box,
        crop,
        targets,
        mask,
        faceSize: faceSizeOf(image, snapshot.schema, landmarks),
      };
    });
  for (const [part, purpose] of [
    ['train', 'train on'],
    ['validation', 'validate with'],
  ])
    if (!examples.some((example) => example.part === part))
      throw new StudioError(
        'bad input',
        `There is no image to ${purpose}: the split has no ${part} image with the landmarks to learn. Change the split, or annotate some.`,
      );
  return examples;
}

/** Distance of the outer eye corners, or √(w·h) of the box around the learned landmarks; null where that is nothing. */
function faceSizeOf(
  image: Snapshot['images'][number],
  schema: LandmarkSchema,
  landmarks: LearnedLandmark[],
): number | null {
  if (schema.outerEyeCorners) {
    const [one, other] = schema.outerEyeCorners.map((index) => image.landmarks[index]);
    return one && other ? Math.hypot(one[0] - other[0], one[1] - other[1]) || null : null;
  }
  const points = landmarks.flatMap(({ index }) => (image.landmarks[index] ? [image.landmarks[index]] : []));
  const extent = (axis: 0 | 1): number => {
    const places = points.map((point) => point[axis]);
    return Math.max(...places) - Math.min(...places);
  };
  return Math.sqrt(extent(0) * extent(1)) || null;
}
