/**
 * Address of an image's picture: the same in the browser and in Electron, where the window's own scheme answers it.
 * `version` (from the image list) changes with the file, so that no cache shows an old one.
 */
export function pictureAddress(kind: 'images' | 'thumbnails', imageId: number, version: string): string {
  return `/pictures/${kind}/${imageId}?v=${encodeURIComponent(version)}`;
}
