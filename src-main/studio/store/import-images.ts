import { createHash } from 'node:crypto';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Box, ImageStatus, SplitPart } from '../../contract/index.ts';
import { requireCount } from './edits.ts';
import { searchText } from './image-filter.ts';
import type { ImportCounts, IncomingImage } from './interface.ts';
import type { Recorder } from './journal.ts';
import { decodeBox, decodeLandmarks, encodeBox, encodeLandmarks, sameInstance } from './landmark-codec.ts';
import { naturalKey } from './natural-order.ts';
import type { Sql } from './sql.ts';
import type { SuggestionEdits } from './suggestion-edits.ts';

/**
 * Adds what is new of the given images. An image is known by its content and name; an instance by its landmarks, as they are now
 * or as they were when imported, so that importing a dataset again after correcting it adds nothing. Images that come with
 * landmarks are `done`, those without are `new`. An image of a group that is in one part of the split joins that part.
 * Throws StudioError 'bad input' naming the image.
 */
export function importInto(
  sql: Sql,
  recorder: Recorder,
  images: readonly IncomingImage[],
  project: { folder: string; landmarkCount: number },
  suggestions: Pick<SuggestionEdits, 'closeIfNothingIsLeft'>,
): ImportCounts {
  const counts: ImportCounts = { imagesAdded: 0, instancesAdded: 0, imagesUnchanged: 0, instancesUnchanged: 0 };
  const parts = partsOfGroups(sql);
  for (const image of images) {
    for (const instance of image.instances)
      requireCount(instance.landmarks, project.landmarkCount, `${image.file}: an instance`);
    const known = sql.get<{ id: number; status: ImageStatus }>(
      'SELECT id, status FROM images WHERE content_hash = ? AND name = ?',
      image.contentHash,
      image.name,
    );
    const imageId = known?.id ?? recorder.insert('images', imageRow(image, project.folder, parts));
    const added = addInstances(sql, recorder, imageId, image.instances);
    counts.instancesAdded += added;
    counts.instancesUnchanged += image.instances.length - added;
    if (!known) counts.imagesAdded += 1;
    else if (added === 0) counts.imagesUnchanged += 1;
    if (known && added > 0) {
      if (known.status === 'new' || known.status === 'predicted')
        recorder.update('images', imageId, { status: 'done' });
      suggestions.closeIfNothingIsLeft(imageId);
    }
  }
  return counts;
}

/** As stored: relative to the project with forward slashes, so that both can move together; absolute on another drive. */
export function storedPath(projectFolder: string, file: string): string {
  const path = relative(projectFolder, file);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

export function absolutePath(projectFolder: string, path: string): string {
  return resolve(projectFolder, path);
}

function imageRow(image: IncomingImage, projectFolder: string, parts: Map<string, SplitPart>) {
  return {
    name: image.name,
    sort_key: naturalKey(image.name),
    search_text: searchText(image.name, image.group, ''),
    path: storedPath(projectFolder, image.file),
    content_hash: image.contentHash,
    byte_size: image.byteSize,
    width: image.width,
    height: image.height,
    group_name: image.group,
    split: (image.group === null ? undefined : parts.get(image.group)) ?? 'none',
    status: image.instances.length > 0 ? 'done' : 'new',
  };
}

function addInstances(sql: Sql, recorder: Recorder, imageId: number, incoming: IncomingImage['instances']): number {
  const present = sql
    .all<{ box: string | null; landmarks: Buffer; imported_digest: string | null }>(
      'SELECT box, landmarks, imported_digest FROM instances WHERE image_id = ?',
      imageId,
    )
    .map((row) => ({
      box: decodeBox(row.box),
      landmarks: decodeLandmarks(row.landmarks),
      digest: row.imported_digest,
    }));
  let added = 0;
  for (const instance of incoming) {
    const landmarks = encodeLandmarks(instance.landmarks);
    const digest = importDigest(landmarks, instance.box);
    if (present.some((other) => other.digest === digest || sameInstance(other, instance))) continue;
    recorder.insert('instances', {
      image_id: imageId,
      box: encodeBox(instance.box),
      landmarks,
      origin_kind: instance.origin.kind,
      origin_source: instance.origin.source,
      imported_digest: digest,
    });
    present.push({ box: instance.box, landmarks: instance.landmarks, digest });
    added += 1;
  }
  return added;
}

/** The same file read twice gives the same bytes, so equality of digests needs no tolerance. */
export function importDigest(landmarks: Buffer, box: Box | null): string {
  return createHash('sha256')
    .update(landmarks)
    .update(encodeBox(box) ?? '')
    .digest('base64url')
    .slice(0, 22);
}

/** The part of each group that is wholly in one. */
function partsOfGroups(sql: Sql): Map<string, SplitPart> {
  const rows = sql.all<{ group_name: string; part: SplitPart }>(
    `SELECT group_name, min(split) AS part FROM images WHERE group_name IS NOT NULL
     GROUP BY group_name HAVING min(split) = max(split)`,
  );
  return new Map(rows.map((row) => [row.group_name, row.part]));
}
