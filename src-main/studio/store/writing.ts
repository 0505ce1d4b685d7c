import { StudioError, type EditResult } from '../../contract/index.ts';
import type { Checkpointer } from './checkpointer.ts';
import { Journal, type ChangeListener, type JournalResult, type Recorder } from './journal.ts';
import type { LongStep } from './long-step.ts';
import type { ProjectSchema } from './project-schema.ts';
import type { Sql } from './sql.ts';

/** Told after each committed change which images it was about, whether the counts in the project's summary may be others, and the schema. */
export type EditListener = (imageIds: number[], countsChanged: boolean, schemaChanged: boolean) => void;

export interface WritingSettings {
  /** Absolute. */
  projectFolder: string;
  readOnly: boolean;
  onEdit?: EditListener | undefined;
  /** Told of each change while an edit, an undo or a redo is made; a throw undoes it. */
  onChange?: ChangeListener;
}

/** What every write of a store goes through: whether it may be made now, the journal, and who is told of it afterwards. */
export class Writing {
  readonly #settings: WritingSettings;
  readonly #schema: ProjectSchema;
  readonly #longStep: LongStep;
  readonly #checkpointer: Checkpointer;
  readonly #journal: Journal;

  constructor(
    sql: Sql,
    settings: WritingSettings,
    { schema, longStep, checkpointer }: { schema: ProjectSchema; longStep: LongStep; checkpointer: Checkpointer },
  ) {
    this.#settings = settings;
    this.#schema = schema;
    this.#longStep = longStep;
    this.#checkpointer = checkpointer;
    this.#journal = new Journal(sql, settings.onChange);
  }

  /** Throws StudioError 'read only', or 'in use' while a long step is being made. */
  requireWritable(): void {
    this.#longStep.requireSettled();
    if (this.#settings.readOnly)
      throw new StudioError(
        'read only',
        `${this.#settings.projectFolder} was opened read-only. To change it, close the studio that writes it and open it again.`,
      );
  }

  /** One transaction and one step of the history. `agreement`: whose second labelling it is about. */
  edit(label: string, work: (recorder: Recorder) => void, agreement?: number): EditResult {
    return this.#step(() => this.#journal.record(label, work, agreement));
  }

  undo(agreement?: number): EditResult {
    return this.#step(() => this.#journal.undo(agreement));
  }

  redo(agreement?: number): EditResult {
    return this.#step(() => this.#journal.redo(agreement));
  }

  jump(entryId: number): EditResult {
    return this.#step(() => this.#journal.jump(entryId));
  }

  changesOnTheWay(way: 'undo' | 'redo' | { to: number }, most: number): number {
    return this.#journal.changesOnTheWay(way, most);
  }

  /** To be called after a write outside the journal that the project's summary counts. */
  countsChanged(): void {
    this.tell([], true, false);
  }

  /** What an EditListener is told. */
  tell(...told: Parameters<EditListener>): void {
    this.#settings.onEdit?.(...told);
  }

  #step(make: () => JournalResult): EditResult {
    this.requireWritable();
    const before = this.#schema.known;
    const { edit, countsChanged, projectChanged } = make();
    const schemaChanged = projectChanged && this.#schema.read() !== before;
    this.#checkpointer.written();
    this.tell(edit.imageIds, countsChanged || schemaChanged, schemaChanged);
    return edit;
  }
}
