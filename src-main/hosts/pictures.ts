/** What answers a picture's address: the studio. Null when there is no such picture. */
export type PictureSource = (address: string) => Promise<Picture | null>;

export interface Picture {
  contentType: string;
  bytes: Uint8Array;
}

const shownTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif', 'image/bmp']);
const addressPattern =
  /^\/pictures\/((?:images|previews|thumbnails|findings)\/[1-9][0-9]{0,14}|runs\/[1-9][0-9]{0,14}\/filters\/(?:0|[1-9][0-9]{0,5}))$/;

/**
 * The studio's address of a picture in a page's address: `/pictures/images/12` -> `images/12`, and likewise
 * `runs/3/filters/15`; null for anything else.
 */
export function pictureAddress(pathname: string): string | null {
  return addressPattern.exec(pathname)?.[1] ?? null;
}

/** The picture, when there is one and a browser shows its kind as a picture and nothing else. */
export async function readPicture(source: PictureSource, pathname: string): Promise<Picture | null> {
  const address = pictureAddress(pathname);
  const picture = address && (await source(address));
  return picture && shownTypes.has(picture.contentType) ? picture : null;
}

/** A report's page, shown in a frame of the window and saved from there. */
export async function readReport(source: PictureSource, pathname: string): Promise<Picture | null> {
  const [, address] = /^\/(reports\/[1-9][0-9]{0,14})$/.exec(pathname) ?? [];
  const page = address ? await source(address) : null;
  return page?.contentType.startsWith('text/html') ? page : null;
}

/** With the version of the file in the address a picture can be kept for good; without, it is asked for every time. */
export function pictureCaching(search: URLSearchParams): string {
  return search.has('v') ? 'private, max-age=31536000, immutable' : 'no-store';
}
