import { StudioError, type Change, type ImageStatus, type Landmark, type Suggestion } from '../../contract/index.ts';
import { requireCount } from './edits.ts';
import type { Recorder } from './journal.ts';
import { decodeLandmarks, encodeBox, encodeLandmarks } from './landmark-codec.ts';
import type { Sql } from './sql.ts';
import type { SuggestionTable } from './suggestion-table.ts';

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

/** What a person makes of suggestions, as parts of an edit. All throw StudioError 'bad input' for what is not there. */
export class SuggestionEdits {
  readonly #sql: Sql;
  readonly #recorder: Recorder;
  readonly #suggestions: Pick<SuggestionTable, 'of' | 'imageOf' | 'runsOf'>;

  constructor(sql: Sql, recorder: Recorder, suggestions: Pick<SuggestionTable, 'of' | 'imageOf' | 'runsOf'>) {
    this.#sql = sql;
    this.#recorder = recorder;
    this.#suggestions = suggestions;
  }

  /** Answers the image. What is corrected is written on top of what is accepted, so that the journal tells the one from the other. */
  accept(change: ChangeOf<'accept suggestion'>, landmarkCount: number): number {
    const { suggestionId, only, corrected = [], box, done } = change;
    const imageId = this.#suggestions.imageOf(suggestionId);
    const open = imageId === null ? [] : this.#suggestions.of(imageId);
    const suggestion = open.find(({ id }) => id === suggestionId);
    if (imageId === null || !suggestion)
      throw new StudioError(
        'bad input',
        'That is not suggested any more: it was accepted, dismissed or asked for anew.',
      );
    const beyond = [...(only ?? []), ...corrected.map(({ index }) => index)].find((index) => index >= landmarkCount);
    if (beyond !== undefined)
      throw new StudioError('bad input', `There is no landmark ${beyond}: the schema's last is ${landmarkCount - 1}.`);
    const { instanceId, landmarks } = this.#acceptAsIs(imageId, suggestion, only);
    requireCount(landmarks, landmarkCount, 'The suggested face');
    for (const { index, landmark } of corrected) landmarks[index] = landmark;
    this.#recorder.update('instances', instanceId, {
      landmarks: encodeLandmarks(landmarks),
      ...(box !== undefined && { box: encodeBox(box) }),
    });
    if (done) this.#recorder.update('images', imageId, { status: 'done' });
    return imageId;
  }

  /** All of an image. One that nobody has worked on is new again. */
  dismiss(imageId: number): void {
    const image = this.#image(imageId);
    this.#recorder.update('images', imageId, {
      suggested_by: null,
      ...(image.status === 'predicted' && { status: 'new' }),
    });
  }

  /** Opens what a run has suggested on an image. One that nobody has worked on is predicted with it. */
  open(imageId: number, runId: number): void {
    const image = this.#image(imageId);
    if (!this.#suggestions.runsOf(imageId).includes(runId))
      throw new StudioError('bad input', `Run ${runId} has suggested nothing on image ${imageId}.`);
    this.#recorder.update('images', imageId, {
      suggested_by: runId,
      ...(image.status === 'new' && { status: 'predicted' }),
    });
  }

  /** Closes what has come to nothing, as every landmark of it has a place now. */
  closeIfNothingIsLeft(imageId: number): void {
    const image = this.#image(imageId);
    if (image.suggested_by !== null && this.#suggestions.of(imageId).length === 0)
      this.#recorder.update('images', imageId, { suggested_by: null });
  }

  #acceptAsIs(
    imageId: number,
    { runId, instanceId, landmarks: suggested }: Suggestion,
    only: readonly number[] | undefined,
  ): { instanceId: number; landmarks: Landmark[] } {
    const taken = suggested.map((landmark, index) => (!only || only.includes(index) ? landmark : null));
    const from = { kind: 'run', run: runId } as const;
    if (instanceId === null) {
      const landmarks = taken.map((landmark): Landmark => landmark ?? { x: 0, y: 0, visibility: 'absent' });
      const row = {
        image_id: imageId,
        box: null,
        landmarks: encodeLandmarks(landmarks),
        origin_kind: from.kind,
        origin_source: `run ${runId}`,
        imported_digest: null,
      };
      return { instanceId: this.#recorder.insert('instances', row), landmarks };
    }
    const face = this.#sql.get<{ landmarks: Buffer }>('SELECT landmarks FROM instances WHERE id = ?', instanceId);
    if (!face) throw new StudioError('bad input', `There is no instance ${instanceId} any more.`);
    const landmarks = decodeLandmarks(face.landmarks).map((landmark, index) => taken[index] ?? landmark);
    this.#recorder.update('instances', instanceId, { landmarks: encodeLandmarks(landmarks) }, from);
    return { instanceId, landmarks };
  }

  #image(imageId: number): { status: ImageStatus; suggested_by: number | null } {
    const image = this.#sql.get<{ status: ImageStatus; suggested_by: number | null }>(
      'SELECT status, suggested_by FROM images WHERE id = ?',
      imageId,
    );
    if (!image) throw new StudioError('bad input', `There is no image ${imageId} in this project.`);
    return image;
  }
}
