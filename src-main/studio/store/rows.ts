import type { ImageStatus, Instance, Origin, SplitPart } from '../../contract/index.ts';
import { decodeBox, decodeLandmarks } from './landmark-codec.ts';
import type { StoredImage } from './interface.ts';

/** A row of `images` as SQLite gives it. */
export interface ImageRow {
  id: number;
  name: string;
  path: string;
  content_hash: string;
  byte_size: number;
  width: number;
  height: number;
  group_name: string | null;
  split: SplitPart;
  status: ImageStatus;
}

export interface InstanceRow {
  id: number;
  image_id: number;
  box: string | null;
  landmarks: Buffer;
  origin_kind: Origin['kind'];
  origin_source: string;
  imported_digest: string | null;
}

export function toImage(row: ImageRow): StoredImage {
  return {
    id: row.id,
    name: row.name,
    path: row.path,
    contentHash: row.content_hash,
    byteSize: row.byte_size,
    width: row.width,
    height: row.height,
    group: row.group_name,
    split: row.split,
    status: row.status,
  };
}

export function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    imageId: row.image_id,
    box: decodeBox(row.box),
    landmarks: decodeLandmarks(row.landmarks),
    origin: { kind: row.origin_kind, source: row.origin_source },
  };
}
