import { usualFlagNames, type FlagNames } from '../../contract/index.ts';
import { flagBits, searchText } from './image-filter.ts';
import type { Recorder } from './journal.ts';
import type { Sql } from './sql.ts';

/** What the history calls so many images. */
export function imagesInWords(count: number): string {
  return count === 1 ? 'an image' : `${count.toLocaleString('en')} images`;
}

export function readFlagNames(sql: Sql): FlagNames {
  const text = sql.get<{ flag_names: string | null }>('SELECT flag_names FROM project')?.flag_names ?? null;
  return text === null ? usualFlagNames : (JSON.parse(text) as FlagNames);
}

/** A flag as the history calls it: by its name, or its number from 1 where it has none. */
export function flagInWords(names: FlagNames, flag: number): string {
  return names[flag] ? `“${names[flag]}”` : `flag ${flag + 1}`;
}

/** Sets a flag on images, or takes it off. Ids without an image are the recorder's to refuse. */
export function markFlag(sql: Sql, recorder: Recorder, imageIds: readonly number[], flag: number, on: boolean): void {
  const bit = flagBits([flag]);
  for (const imageId of imageIds) {
    const before = sql.get<{ flags: number }>('SELECT flags FROM images WHERE id = ?', imageId)?.flags ?? 0;
    recorder.update('images', imageId, { flags: on ? before | bit : before & ~bit });
  }
}

/** Writes an image's note, which the text filter then finds. */
export function writeNote(sql: Sql, recorder: Recorder, imageId: number, note: string): void {
  const image = sql.get<{ name: string; group_name: string | null }>(
    'SELECT name, group_name FROM images WHERE id = ?',
    imageId,
  );
  recorder.update('images', imageId, {
    note,
    has_note: note === '' ? 0 : 1,
    search_text: searchText(image?.name ?? '', image?.group_name ?? null, note),
  });
}

/** A note as the history tells it: its beginning, on one line. */
export function noteInWords(note: string): string {
  const line = note.trim().replace(/\s+/g, ' ');
  if (line === '') return 'Took the note away';
  return `Note: ${line.length > 60 ? `${line.slice(0, 59)}…` : line}`;
}
