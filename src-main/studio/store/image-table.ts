import { statSync } from 'node:fs';
import type { ImageDetail, ImageFilter, ImageListPage, ImageQuery, Instance } from '../../contract/index.ts';
import type { AgreementTable } from './agreement-table.ts';
import { filterCondition } from './image-filter.ts';
import { ImageLists } from './image-lists.ts';
import { absolutePath } from './import-images.ts';
import type { StoredImage } from './interface.ts';
import { toImage, toInstance, type ImageRow, type InstanceRow } from './rows.ts';
import type { Sql } from './sql.ts';
import type { SuggestionTable } from './suggestion-table.ts';

/** The project's images and their faces, to be read. Unknown ids answer null. */
export class ImageTable {
  readonly #sql: Sql;
  readonly #projectFolder: string;
  readonly #agreements: AgreementTable;
  readonly #suggestions: SuggestionTable;
  readonly #lists: ImageLists;

  /** `projectFolder`: absolute, what images' paths are relative to. */
  constructor(sql: Sql, projectFolder: string, agreements: AgreementTable, suggestions: SuggestionTable) {
    this.#sql = sql;
    this.#projectFolder = projectFolder;
    this.#agreements = agreements;
    this.#suggestions = suggestions;
    this.#lists = new ImageLists(sql);
  }

  list(query: ImageQuery & { offset: number; limit: number }): ImageListPage {
    return query.agreement === undefined
      ? this.#lists.page(query)
      : this.#agreements.page(query.agreement, query, (imageId) => this.#lists.item(imageId, undefined));
  }

  /** Ids alone, in the query's order. */
  listIds(query: ImageQuery & { offset: number; limit: number }): number[] {
    return query.agreement === undefined
      ? this.#lists.ids(query)
      : this.#agreements
          .page(query.agreement, query, (imageId) => this.#lists.item(imageId, undefined))
          .items.map(({ id }) => id);
  }

  /** Place of the image in the query's order, from 0. One that the filter leaves out has none; with `nearest` the one it would have. */
  position(query: ImageQuery, imageId: number, nearest = false): number | null {
    return query.agreement === undefined
      ? this.#lists.position(query, imageId, nearest)
      : this.#agreements.position(query.agreement, query.filter, imageId);
  }

  ids(filter: ImageFilter): number[] {
    const where = filterCondition(filter);
    return this.#sql
      .all<{ id: number }>(`SELECT id FROM images WHERE true${where.text} ORDER BY id`, ...where.values)
      .map((row) => row.id);
  }

  one(imageId: number): StoredImage | null {
    const row = this.#sql.get<ImageRow>('SELECT * FROM images WHERE id = ?', imageId);
    return row ? toImage(row) : null;
  }

  /** With an agreement, as its second labelling has it; null then for an image that is not in its sample. */
  detail(imageId: number, agreement?: number): ImageDetail | null {
    const truth = this.#truth(imageId);
    if (!truth || agreement === undefined) return truth;
    const second = this.#agreements.secondOf(agreement, imageId);
    if (!second) return null;
    const { status, instances } = second;
    return {
      ...truth,
      status,
      instances: instances.length,
      instanceList: instances,
      suggestions: [],
      suggestedBy: [],
      agreement,
    };
  }

  #truth(imageId: number): ImageDetail | null {
    const image = this.one(imageId);
    const item = this.#lists.item(imageId, undefined);
    if (!image || !item) return null;
    const instances = this.#sql.all<InstanceRow>('SELECT * FROM instances WHERE image_id = ? ORDER BY id', imageId);
    const file = statSync(this.file(image), { throwIfNoEntry: false });
    return {
      id: item.id,
      name: item.name,
      width: item.width,
      height: item.height,
      group: item.group,
      split: item.split,
      status: item.status,
      flags: item.flags,
      note: item.note,
      instances: item.instances,
      version: item.version,
      path: image.path,
      fileExists: file !== undefined,
      fileReplaced: file !== undefined && file.size !== image.byteSize,
      instanceList: instances.map(toInstance),
      suggestions: this.#suggestions.of(imageId),
      suggestedBy: this.#suggestions.runsOf(imageId),
    };
  }

  /** Absolute paths of all images' files. */
  files(): string[] {
    return this.#sql
      .all<{ path: string }>('SELECT path FROM images')
      .map(({ path }) => absolutePath(this.#projectFolder, path));
  }

  /** Absolute path of the image's file. */
  file(image: StoredImage): string {
    return absolutePath(this.#projectFolder, image.path);
  }

  /** All images of the filter in id order with their instances, one query each: for snapshots, exports and evaluation. */
  withInstances(filter: ImageFilter): { image: StoredImage; instances: Instance[] }[] {
    const where = filterCondition(filter);
    const found = this.#sql
      .all<ImageRow>(`SELECT * FROM images WHERE true${where.text} ORDER BY id`, ...where.values)
      .map((row) => ({ image: toImage(row), instances: [] as Instance[] }));
    const byId = new Map(found.map((entry) => [entry.image.id, entry.instances]));
    const rows = this.#sql.iterate<InstanceRow>(
      `SELECT instances.* FROM instances JOIN images ON images.id = instances.image_id
       WHERE true${where.text} ORDER BY instances.id`,
      ...where.values,
    );
    for (const row of rows) byId.get(row.image_id)?.push(toInstance(row));
    return found;
  }

  /** The nearest image before this one, by name and of the same group (or like it of none), that has instances. */
  beforeOfGroup(imageId: number): ImageDetail | null {
    const row = this.#sql.get<{ id: number }>(
      `SELECT before.id FROM images AS this JOIN images AS before ON before.group_name IS this.group_name
       WHERE this.id = ? AND (before.sort_key, before.id) < (this.sort_key, this.id)
         AND EXISTS (SELECT 1 FROM instances WHERE image_id = before.id)
       ORDER BY before.sort_key DESC, before.id DESC LIMIT 1`,
      imageId,
    );
    return row ? this.detail(row.id) : null;
  }
}
