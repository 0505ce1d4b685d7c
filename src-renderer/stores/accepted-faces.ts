import type { Edit, ImageDetail } from '../../src-main/contract/index.ts';
import { acceptedAs, acceptingEdit, renumbered, suggestedOf } from '../places/annotate/suggestions/suggested-face.ts';
import { studioClient } from './studio.ts';

export interface AcceptedFaces {
  /** The edit as the studio takes it, `about` being the image it was drawn on. What a person goes on doing to a suggested face that is accepted is done to the face it became. */
  editOf: (edit: Edit, about: ImageDetail | null) => Promise<Edit>;
  /** The image is shown anew: faces have the numbers that the studio gave them. */
  forget: () => void;
}

/** Suggested faces that edits on their way to the studio have accepted, until the image is shown anew. */
export function useAcceptedFaces(): AcceptedFaces {
  const accepted = new Set<number>();

  async function editOf(edit: Edit, about: ImageDetail | null): Promise<Edit> {
    const suggested = suggestedOf(edit);
    for (const change of edit.changes)
      if (change.kind === 'accept suggestion' && !change.only) accepted.add(-change.suggestionId);
    if (!about || suggested.length === 0) return edit;
    const numbers = new Map<number, number>();
    if (suggested.some((id) => accepted.has(id))) {
      const now = await studioClient().images.get.query({ imageId: about.id });
      for (const id of suggested.filter((each) => accepted.has(each))) {
        const face = acceptedAs(id, about, now);
        if (face !== null) numbers.set(id, face);
      }
    }
    for (const id of suggested) accepted.add(id);
    return acceptingEdit(renumbered(edit, numbers), about.id);
  }

  return { editOf, forget: () => accepted.clear() };
}
