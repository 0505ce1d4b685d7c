import { useNotices } from '../../../stores/notices.ts';

/** Puts a text on the clipboard and says so, or why not. */
export function useCopy(): (text: string, done: string) => Promise<void> {
  const notices = useNotices();
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      notices.show('success', done);
    } catch {
      notices.fail('It could not be copied', new Error('This browser keeps the clipboard from the studio.'));
    }
  };
}
