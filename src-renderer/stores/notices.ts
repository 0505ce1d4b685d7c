import { defineStore } from 'pinia';
import { ref } from 'vue';
import { messageOf } from '../app/messages.ts';

export interface Notice {
  id: number;
  kind: 'info' | 'success' | 'error';
  title: string;
  detail: string;
}

/** Short messages in the corner. Successes go by themselves; errors stay until they are closed. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  let lastId = 0;

  function close(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }

  function show(kind: Notice['kind'], title: string, detail = ''): void {
    // The same thing said again replaces itself instead of piling up.
    notices.value = notices.value.filter((notice) => notice.title !== title || notice.detail !== detail).slice(-4);
    const id = (lastId += 1);
    notices.value.push({ id, kind, title, detail });
    if (kind !== 'error') window.setTimeout(() => close(id), 6000);
  }

  /** Tells a failure: what was being done and what the studio said. */
  function fail(title: string, error: unknown): void {
    show('error', title, messageOf(error));
  }

  /** Takes all away: they were about a project that is not open any more. */
  function clear(): void {
    notices.value = [];
  }

  return { notices, show, fail, close, clear };
});
