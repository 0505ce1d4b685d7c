import { useEventListener } from '@vueuse/core';
import { ref, type Ref } from 'vue';
import { Idle } from '../gestures/idle.ts';
import type { GestureState, GestureSurface, StagePointer } from '../gestures/gesture-state.ts';
import { wheelFactor, type Point } from './view-transform.ts';

export interface StageGestures {
  state: Ref<GestureState['name']>;
  /** Last place of the pointer in CSS px of the stage; null when it is elsewhere. */
  pointer: Ref<Point | null>;
  /** Presses pan until the key is let go. `code`: its place on the keyboard. */
  holdToPan(code: string): void;
  cancel(): void;
}

/** Feeds an element's pointer and wheel events to the gestures. */
export function useStageGestures(
  element: Ref<HTMLElement | null>,
  surface: GestureSurface,
  zoomAt: (pointer: Point, factor: number) => void,
): StageGestures {
  let current: GestureState = new Idle(surface);
  let heldToPan: string | null = null;
  const state = ref(current.name);
  const pointer = ref<Point | null>(null);

  function enter(next: GestureState): void {
    current = next;
    state.value = next.name;
  }

  function read(event: MouseEvent): StagePointer {
    const corner = element.value?.getBoundingClientRect();
    return {
      x: event.clientX - (corner?.left ?? 0),
      y: event.clientY - (corner?.top ?? 0),
      button: event.button,
      wantsPan: heldToPan !== null,
      shift: event.shiftKey,
      alt: event.altKey,
    };
  }

  useEventListener(element, 'pointerdown', (event) => {
    // Chromium's own auto-scroll would take the middle button.
    if (event.button === 1) event.preventDefault();
    element.value?.focus({ preventScroll: true });
    element.value?.setPointerCapture(event.pointerId);
    enter(current.onPointerDown(read(event)));
  });
  useEventListener(element, 'pointermove', (event) => {
    const at = read(event);
    pointer.value = at;
    enter(current.onPointerMove(at));
  });
  useEventListener(element, 'pointerup', (event) => enter(current.onPointerUp(read(event))));
  useEventListener(element, 'dblclick', (event) => {
    const hit = surface.hit(read(event));
    if (hit) surface.selectGroup(hit);
  });
  useEventListener(element, ['pointercancel', 'lostpointercapture'], () => {
    if (current.name !== 'idle') enter(current.onCancel());
  });
  useEventListener(element, 'pointerleave', () => {
    pointer.value = null;
    if (current.name === 'idle') surface.hover(null);
  });
  useEventListener(
    element,
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.shiftKey && !event.ctrlKey) surface.panBy({ x: -event.deltaX - event.deltaY, y: 0 });
      else zoomAt(read(event), wheelFactor(event) ** (event.ctrlKey && event.deltaMode === 0 ? 3 : 1));
    },
    { passive: false },
  );
  useEventListener(window, 'keyup', (event) => {
    if (event.code === heldToPan) heldToPan = null;
  });
  useEventListener(window, 'blur', () => {
    heldToPan = null;
    enter(current.onCancel());
  });

  return {
    state,
    pointer,
    holdToPan: (code) => {
      heldToPan = code;
    },
    cancel: () => enter(current.onCancel()),
  };
}
