import type { LandmarkSchema } from '../../contract/index.ts';
import type { Sql } from './sql.ts';

/** The project's landmark schema as last read: parsed once, and again when the text in the database is another. */
export class ProjectSchema {
  readonly #sql: Sql;
  #text = '';
  #schema: LandmarkSchema;

  constructor(sql: Sql, text: string) {
    this.#sql = sql;
    this.#text = text;
    this.#schema = JSON.parse(text) as LandmarkSchema;
  }

  /** As it was when it was last read. */
  get known(): LandmarkSchema {
    return this.#schema;
  }

  /** As it is in the database; the same object when it has not changed. */
  read(): LandmarkSchema {
    const text = this.#sql.get<{ landmark_schema: string }>('SELECT landmark_schema FROM project')?.landmark_schema;
    if (text !== undefined && text !== this.#text) {
      this.#text = text;
      this.#schema = JSON.parse(text) as LandmarkSchema;
    }
    return this.#schema;
  }
}
