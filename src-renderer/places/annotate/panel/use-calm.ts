import { onScopeDispose, readonly, shallowRef, watch, type ShallowRef } from 'vue';

/** ms between what is shown while something is dragged. */
const pace = 120;

/**
 * Follows a value at once, but only every so often while it is drawn anew with each frame (`isDrawn`): panels beside the picture
 * would take longer to lay out and paint than the picture itself. What is there at the end is shown at once.
 */
export function useCalm<Value>(source: () => Value, isDrawn: () => boolean): Readonly<ShallowRef<Value>> {
  const shown = shallowRef(source());
  let timer: ReturnType<typeof setTimeout> | undefined;
  function catchUp(): void {
    clearTimeout(timer);
    timer = undefined;
    shown.value = source();
  }
  watch([source, isDrawn], () => {
    if (isDrawn()) timer ??= setTimeout(catchUp, pace);
    else catchUp();
  });
  onScopeDispose(() => clearTimeout(timer));
  return readonly(shown) as Readonly<ShallowRef<Value>>;
}
