import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Unit and integration tests: what runs in Node, and what runs in the window (there a light DOM stands for Chromium). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src-main/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}', 'bench/**/*.test.ts', '*.test.ts'],
        },
      },
      {
        plugins: [vue()],
        test: { name: 'window', environment: 'happy-dom', include: ['src-renderer/**/*.test.ts'] },
      },
    ],
  },
});
