import { useLocalStorage, usePreferredDark } from '@vueuse/core';
import { computed, watchEffect } from 'vue';

export type ThemeChoice = 'system' | 'dark' | 'light';

/** What the person chose; kept between sessions. */
export const themeChoice = useLocalStorage<ThemeChoice>('studio.theme', 'system');

/** Whether marks of ground truth and predictions have colours that people see apart whatever their colour vision; kept likewise. */
export const safeMarks = useLocalStorage('studio.marks.safe', false);

/** Tokens of the marks' colours: of the ground truth, of the prediction (A) and of the one it is compared with (B). */
const markTokens = ['truth', 'pred', 'series-2'] as const;
export type MarkColour = (typeof markTokens)[number];

/** A person's own colours of the marks, `#rrggbb`; what is not there is as the theme has it. Kept likewise. */
export const markColours = useLocalStorage<Partial<Record<MarkColour, string>>>('studio.marks.colours', {});

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
    for (const token of markTokens) {
      const colour = markColours.value[token];
      if (colour && /^#[0-9a-f]{6}$/i.test(colour)) document.documentElement.style.setProperty(`--${token}`, colour);
      else document.documentElement.style.removeProperty(`--${token}`);
    }
  });
}
