import { useNotices } from '../../stores/notices.ts';
import { onStudioEvent, studioClient } from '../../stores/studio.ts';
import { changedKeys, type ChangesOfKeys } from './changed-keys.ts';

/** Takes on the person's own keys, which the studio keeps for all windows and browsers; called once by the frame. */
export function followKeys(): void {
  const notices = useNotices();
  async function load(): Promise<void> {
    try {
      changedKeys.value = await studioClient().system.keys.query();
    } catch (error) {
      notices.fail('Your own keys could not be read; the usual ones are in force', error);
    }
  }
  onStudioEvent((event) => {
    if (event.kind === 'keys') changedKeys.value = event.keys;
    else if (event.kind === 'reconnected') void load();
  });
  void load();
}

/**
 * Sets keys of actions, or with null those they come with, in this window at once and in all others.
 *
 * @throws what the studio says when they cannot be kept; then the keys are as before
 */
export async function changeKeys(changes: ChangesOfKeys): Promise<void> {
  changedKeys.value = await studioClient().system.changeKeys.mutate(changes);
}
