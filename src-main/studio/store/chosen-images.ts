import type { ChosenImage, ImageChoice } from '../../contract/index.ts';
import { toImage, type ImageRow } from './rows.ts';
import type { Sql } from './sql.ts';
import type { Writing } from './writing.ts';

/** A choice as it is made. */
export interface NewChoice extends Omit<ImageChoice, 'images' | 'left'> {
  images: { imageId: number; words: string; score: number | null }[];
}

type Content = Omit<ImageChoice, 'images' | 'left'>;

/** An image of the choice is left while it is neither done, rejected nor wholly labelled since. */
export const isLeft = `images.status NOT IN ('done', 'rejected') AND (chosen_images.was_labelled = 1 OR images.labelled <> 'wholly')`;

/** The project's choice of what to label next. Can be made again, so not journaled. */
export class ChosenImages {
  readonly #sql: Sql;
  readonly #writing: Pick<Writing, 'requireWritable'>;

  constructor(sql: Sql, writing: Pick<Writing, 'requireWritable'>) {
    this.#sql = sql;
    this.#writing = writing;
  }

  /** Null when none was made. Images that are gone since are left out. */
  get(): ImageChoice | null {
    const row = this.#sql.get<{ content: string }>('SELECT content FROM image_choice');
    if (!row) return null;
    const images = this.#sql
      .all<ImageRow & { words: string; score: number | null; is_left: number }>(
        `SELECT images.*, words, score, ${isLeft} AS is_left
         FROM chosen_images JOIN images ON images.id = image_id ORDER BY place`,
      )
      .map((each): ChosenImage => {
        const { id, name, contentHash, width, height, status } = toImage(each);
        const { words, score } = each;
        const image = { id, name, version: contentHash.slice(0, 8), width, height, status };
        return { image, words, score, isLeft: each.is_left === 1 };
      });
    const content = JSON.parse(row.content) as Content;
    return { ...content, images, left: images.filter((each) => each.isLeft).length };
  }

  /** In place of the choice before; null takes that away. */
  set(choice: NewChoice | null): void {
    this.#writing.requireWritable();
    this.#sql.atomically(() => {
      this.#sql.run('DELETE FROM image_choice');
      this.#sql.run('DELETE FROM chosen_images');
      if (!choice) return;
      const { images, ...content } = choice;
      this.#sql.run('INSERT INTO image_choice VALUES (1, ?)', JSON.stringify(content satisfies Content));
      for (const [place, { imageId, words, score }] of images.entries())
        this.#sql.run(
          `INSERT INTO chosen_images SELECT ?, id, ?, ?, labelled = 'wholly' FROM images WHERE id = ?`,
          place,
          words,
          score,
          imageId,
        );
    });
  }
}
