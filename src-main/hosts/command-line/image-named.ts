import { StudioError, type ImageListItem } from '../../contract/index.ts';
import type { StudioCaller } from './studio-session.ts';

/** The project's image of that name. Throws StudioError 'not found', or 'bad input' where several have it. */
export async function imageNamed(caller: StudioCaller, name: string): Promise<ImageListItem> {
  const { items } = await caller.images.list({ filter: { text: name.slice(0, 200) }, limit: 1000 });
  const found = items.filter((item) => item.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new StudioError(
    found.length === 0 ? 'not found' : 'bad input',
    found.length === 0
      ? `There is no image named "${name}" in this project.`
      : `${found.length} images are named "${name}".`,
  );
}
