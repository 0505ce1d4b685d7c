import type { Landmark, LandmarkSource } from '../../../src-main/contract/index.ts';
import { useKeys, type Direction } from '../../app/use-keys.ts';
import { countOf } from '../../app/messages.ts';
import { useAgreement } from '../../stores/agreement.ts';
import { useAnnotation } from '../../stores/annotation.ts';
import { useNotices } from '../../stores/notices.ts';
import { useShownRun } from '../../stores/shown-run.ts';
import { studioClient } from '../../stores/studio.ts';
import { useBoxEditing } from './transform/box-editing.ts';
import { aligned, centroidOf, distributed, rotation, scaling, type PlaceMap } from './transform/geometry.ts';
import { mapped, seenOf } from './transform/use-transform.ts';
import type { Point } from './stage/view-transform.ts';
import { wordsForLandmarks } from './words-for-change.ts';

/** What keys do to a selection, a face and its box, apart from the canvas. Each is one edit, a burst of the same keys too. */
export function useFaceActions(): void {
  const annotation = useAnnotation();
  const agreement = useAgreement();
  const boxes = useBoxEditing();
  const shownRun = useShownRun();
  const notices = useNotices();

  const all = (): number[] => [...(annotation.activeInstance?.landmarks.keys() ?? [])];

  function selectGroup(): void {
    const picked =
      annotation.selected ?? (annotation.activeInstance && { instanceId: annotation.activeInstance.id, index: 0 });
    if (picked) annotation.selectGroup(picked);
  }

  /** Rotates or scales what is selected, the whole face where fewer than two landmarks are, about its middle. */
  function transform(mapAbout: (middle: Point) => PlaceMap): void {
    const face = annotation.activeInstance;
    if (!face) return;
    const chosen = seenOf(face.landmarks, annotation.selection.size > 1 ? annotation.selection : all());
    if (chosen.length < 2) return;
    const middle = centroidOf(chosen.map(([, landmark]) => landmark));
    annotation.draw(face.id, mapped(chosen, mapAbout(middle)));
    annotation.commitSoon();
  }

  function turnOrScale(arrow: Direction, step: number): void {
    if (boxes.isOn) return boxes.grow({ x: arrow.x * step, y: arrow.y * step });
    // The same number of presses up and down ends where it began.
    const factor = (1 + step / 100) ** -arrow.y;
    transform((middle) => (arrow.y === 0 ? rotation(middle, step * arrow.x) : scaling(middle, factor)));
  }

  /** Puts the selected landmarks at places told from where all of them are. */
  function arrange(least: number, place: (points: Point[]) => Point[], words: (what: string) => string): void {
    const { activeInstance: face, schema } = annotation;
    if (!face || !schema) return;
    const chosen = seenOf(face.landmarks, annotation.selection);
    if (chosen.length < least) {
      notices.show('info', `Select ${least} landmarks or more`, 'With Shift, or with Shift held draw a rectangle.');
      return;
    }
    annotation.commit();
    const places = place(chosen.map(([, { x, y }]) => ({ x, y })));
    const changed = chosen.map(([index, landmark], order): [number, Landmark] => [
      index,
      { ...landmark, ...places[order] },
    ]);
    annotation.draw(
      face.id,
      new Map(changed),
      words(
        wordsForLandmarks(
          schema,
          changed.map(([index]) => index),
        ),
      ),
    );
    annotation.commit();
  }

  function remove(): void {
    if (boxes.isOn) return boxes.remove();
    const face = annotation.activeInstance;
    if (!face) return;
    annotation.commit();
    const seen = seenOf(face.landmarks, annotation.selection);
    annotation.draw(face.id, new Map(seen.map(([index, landmark]) => [index, { ...landmark, visibility: 'absent' }])));
    annotation.commit();
  }

  /** Puts what is selected, or the whole face where nothing is, where `given` has it (in the schema's order; null: not known). */
  function reset(instanceId: number, given: readonly (Landmark | null)[], to: string, from: LandmarkSource): void {
    const { schema, activeInstance: face } = annotation;
    if (!schema || face?.id !== instanceId) return;
    annotation.commit();
    const chosen = annotation.selection.size > 0 ? [...annotation.selection] : all();
    const known = chosen.flatMap((index): [number, Landmark][] => {
      const landmark = given[index];
      return landmark ? [[index, landmark]] : [];
    });
    const what = wordsForLandmarks(
      schema,
      known.map(([index]) => index),
    );
    if (known.length < chosen.length)
      notices.show('info', `${countOf(chosen.length - known.length, 'landmark')} stayed`, `They are not in ${to}.`);
    annotation.draw(instanceId, new Map(known), `Reset ${what} to ${to}`, from);
    annotation.commit();
  }

  async function resetToPrediction(): Promise<void> {
    const { activeInstance: face, schema } = annotation;
    const { run } = shownRun;
    if (!face || !schema || annotation.readOnly || agreement.refuses('Reset to the prediction')) return;
    if (run === null) {
      notices.show('info', 'No run has learned anything yet', 'Train one, then reset to its prediction.');
      return;
    }
    try {
      const answer = await studioClient().evaluation.predictionsOf.query({ run, imageId: face.imageId });
      const found = answer.faces.find(({ instanceId }) => instanceId === face.id || instanceId === null);
      if (!found) {
        notices.show(
          'info',
          `Run ${run} was not asked about this face yet`,
          '“Show its errors” over the list asks it.',
        );
        return;
      }
      const given: (Landmark | null)[] = schema.landmarks.map(() => null);
      answer.landmarks.forEach(({ index }, order) => {
        const point = found.points[order];
        if (point) given[index] = { x: point[0], y: point[1], visibility: 'visible' };
      });
      reset(face.id, given, `the prediction of run ${run}`, { kind: 'run', run });
    } catch (error) {
      notices.fail('The prediction could not be read', error);
    }
  }

  async function resetToImport(): Promise<void> {
    const face = annotation.activeInstance;
    if (!face || annotation.readOnly || agreement.refuses('Reset to the import')) return;
    try {
      // What keys did a moment ago is part of what the studio looks back over.
      await annotation.flush();
      const imported = await studioClient().annotations.imported.query({ instanceId: face.id });
      reset(face.id, imported.landmarks, `the import of ${imported.source}`, { kind: 'import' });
    } catch (error) {
      notices.fail('The face cannot be reset to its import', error);
    }
  }

  useKeys({
    'select all': () => {
      if (annotation.activeInstance) annotation.selectMany(annotation.activeInstance.id, all());
    },
    'select group': selectGroup,
    'add next landmark': () => annotation.selectNext(1, true),
    'add previous landmark': () => annotation.selectNext(-1, true),
    transform: (_, direction) => turnOrScale(direction, 1),
    'transform far': (_, direction) => turnOrScale(direction, 10),
    'align row': () =>
      arrange(
        2,
        (points) => aligned(points, 'row'),
        (what) => `Aligned ${what} in a row`,
      ),
    'align column': () =>
      arrange(
        2,
        (points) => aligned(points, 'column'),
        (what) => `Aligned ${what} in a column`,
      ),
    distribute: () => arrange(3, distributed, (what) => `Spread ${what} evenly`),
    'delete landmarks': remove,
    'reset to import': () => void resetToImport(),
    'reset to prediction': () => void resetToPrediction(),
    'next face': () => annotation.nextFace(1),
    'previous face': () => annotation.nextFace(-1),
    'add face': () => annotation.addFace(),
    'delete face': () => annotation.deleteFace(),
    'edit box': () => boxes.toggle(),
    'fit box': () => boxes.fit(),
    'box takes landmarks': () => {
      boxes.takesLandmarks = !boxes.takesLandmarks;
    },
  });
}
