import { StudioError, type EditResult, type ReplacedFile } from '../../contract/index.ts';
import { inspectImage } from '../pictures/inspect-image.ts';
import type { PlacedFace, Store, StoredImage } from '../store/interface.ts';

/**
 * The file that is now where the image's was, beside the one that was taken in. Throws StudioError 'not found' when there is no
 * such image, 'bad input' naming the file when it is missing or no image.
 */
export async function lookAtReplacedFile(store: Store, imageId: number): Promise<ReplacedFile> {
  const image = requireImage(store, imageId);
  const now = await inspectImage(store.images.file(image));
  return { isSame: now.contentHash === image.contentHash, before: sizesOf(image), now: sizesOf(now) };
}

/**
 * Takes the file that is where the image's was as the image's picture, with its faces: their landmarks and boxes as they are, or
 * in the same place of the picture where its size is another (`scale`). One edit, undoable.
 * Throws as `lookAtReplacedFile`; 'bad input' too when the project has that picture under that name already.
 */
export async function takeReplacedFile(store: Store, imageId: number, scale: boolean): Promise<EditResult> {
  const image = requireImage(store, imageId);
  const file = await inspectImage(store.images.file(image));
  const [byX, byY] = [file.width / image.width, file.height / image.height];
  const faces = scale && (byX !== 1 || byY !== 1) ? scaled(store, imageId, byX, byY) : [];
  return store.replaceImageFile(imageId, file, faces, `Took the new file of ${image.name}`.slice(0, 200));
}

function requireImage(store: Store, imageId: number): StoredImage {
  const image = store.images.one(imageId);
  if (!image) throw new StudioError('not found', `There is no image ${imageId} in this project.`);
  return image;
}

function scaled(store: Store, imageId: number, byX: number, byY: number): PlacedFace[] {
  return (store.images.detail(imageId)?.instanceList ?? []).map(({ id, landmarks, box }) => ({
    id,
    landmarks: landmarks.map((landmark) => ({ ...landmark, x: landmark.x * byX, y: landmark.y * byY })),
    box: box && { x: box.x * byX, y: box.y * byY, width: box.width * byX, height: box.height * byY },
  }));
}

const sizesOf = ({ width, height, byteSize }: ReplacedFile['now']): ReplacedFile['now'] => ({
  width,
  height,
  byteSize,
});
