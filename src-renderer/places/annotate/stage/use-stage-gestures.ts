import { useEventListener } from '@vueuse/core';
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue';
import { Idle } from '../gestures/idle.ts';
import type { GestureState, GestureSurface, StagePointer } from '../gestures/gesture-state.ts';
import type { Point } from './view-transform.ts';
import { WheelReader } from './wheel.ts';

export interface StageGestures {
  state: Ref<GestureState['name']>;
  /** Last place of the pointer in CSS px of the stage; null when it is elsewhere. */
  pointer: Ref<Point | null>;
  /** Presses pan until the key is let go. `code`: its place on the keyboard. */
  holdToPan(code: string): void;
  isHeldToPan: ComputedRef<boolean>;
  cancel(): void;
}

/** Feeds an element's pointer and wheel events to the gestures. `moved` is called in the frame in which a move was handled. */
export function useStageGestures(
  element: Ref<HTMLElement | null>,
  surface: GestureSurface,
  zoomAt: (pointer: Point, factor: number) => void,
  moved: () => void,
): StageGestures {
  let current: GestureState = new Idle(surface);
  const heldToPan = ref<string | null>(null);
  const wheel = new WheelReader();
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
      wantsPan: heldToPan.value !== null,
      wantsZoom: event.ctrlKey || event.metaKey,
      shift: event.shiftKey,
      alt: event.altKey,
    };
  }

  /** Moves wait for the next frame, and of several the last is handled: what no frame would show is not worked out. */
  let waiting: PointerEvent | null = null;
  let frame = 0;
  function catchUp(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const event = waiting;
    waiting = null;
    if (!event) return;
    const at = read(event);
    pointer.value = at;
    enter(current.onPointerMove(at));
  }
  function cancel(): void {
    waiting = null;
    enter(current.onCancel());
  }
  onScopeDispose(() => cancelAnimationFrame(frame));

  useEventListener(element, 'pointerdown', (event) => {
    catchUp();
    // Chromium's own auto-scroll would take the middle button.
    if (event.button === 1) event.preventDefault();
    element.value?.focus({ preventScroll: true });
    element.value?.setPointerCapture(event.pointerId);
    enter(current.onPointerDown(read(event)));
  });
  useEventListener(element, 'pointermove', (event) => {
    waiting = event;
    frame ||= requestAnimationFrame(() => {
      catchUp();
      moved();
    });
  });
  useEventListener(element, 'pointerup', (event) => {
    catchUp();
    enter(current.onPointerUp(read(event)));
  });
  useEventListener(element, 'dblclick', (event) => {
    const hit = surface.hit(read(event));
    if (hit) surface.selectGroup(hit);
  });
  useEventListener(element, ['pointercancel', 'lostpointercapture'], () => {
    if (current.name !== 'idle') cancel();
  });
  useEventListener(element, 'pointerleave', () => {
    catchUp();
    pointer.value = null;
    if (current.name === 'idle') surface.hover(null);
  });
  useEventListener(
    element,
    'wheel',
    (event) => {
      event.preventDefault();
      catchUp();
      const meaning = wheel.read(event);
      if (meaning.kind === 'pan') surface.panBy(meaning.by);
      else zoomAt(read(event), meaning.factor);
    },
    { passive: false },
  );
  useEventListener(window, 'keyup', (event) => {
    if (event.code === heldToPan.value) heldToPan.value = null;
  });
  useEventListener(window, 'blur', () => {
    heldToPan.value = null;
    cancel();
  });

  return {
    state,
    pointer,
    isHeldToPan: computed(() => heldToPan.value !== null),
    holdToPan: (code) => {
      heldToPan.value = code;
    },
    cancel,
  };
}
