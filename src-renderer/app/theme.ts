import { useLocalStorage, usePreferredDark } from '@vueuse/core';
import { computed, watchEffect } from 'vue';

export type ThemeChoice = 'system' | 'dark' | 'light';

/** What the person chose; kept between sessions. */
export const themeChoice = useLocalStorage<ThemeChoice>('studio.theme', 'system');

/** Whether marks of ground truth and predictions have colours that people see apart whatever their colour vision; kept likewise. */
export const safeMarks = useLocalStorage('studio.marks.safe', false);

const prefersDark = usePreferredDark();

/** The theme in force. */
export const theme = computed<'dark' | 'light'>(() => {
  if (themeChoice.value === 'dark' || themeChoice.value === 'light') return themeChoice.value;
  return prefersDark.value ? 'dark' : 'light';
});

/** Puts the theme on the document, now and whenever it changes. */
export function followTheme(): void {
  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value;
    document.documentElement.dataset.marks = safeMarks.value ? 'safe' : 'usual';
  });
}
