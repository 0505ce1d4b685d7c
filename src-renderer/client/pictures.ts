/** `previews`: reduced to what a tile of a gallery shows on a dense screen. */
type PictureKind = 'images' | 'previews' | 'thumbnails';

/**
 * Address of an image's picture: the same in the browser and in Electron, where the window's own scheme answers it.
 * `version` (from the image list) changes with the file, so that no cache shows an old one.
 */
export function pictureAddress(kind: PictureKind, imageId: number, version: string): string {
  return `/pictures/${kind}/${imageId}?v=${encodeURIComponent(version)}`;
}

/** Address of the picture of the place a finding is about. A finding that is checked again has another id. */
export function findingAddress(findingId: number): string {
  return `/pictures/findings/${findingId}?v=1`;
}

/** Address of the picture of a run's first filters after an epoch. A resumed run draws the same again, so it may be kept for good. */
export function filtersAddress(run: { id: number; createdAt: string }, epoch: number): string {
  return `/pictures/runs/${run.id}/filters/${epoch}?v=${encodeURIComponent(run.createdAt)}`;
}

/** Address of a report's page, as `evaluation.report` answered it. */
export function reportAddress(id: number): string {
  return `/reports/${id}`;
}
