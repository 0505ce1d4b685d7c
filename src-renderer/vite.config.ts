import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** The window's page: built into out/renderer for the served studio and for Electron alike. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [vue()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    // Both hosts send a policy without data: addresses for fonts and scripts, so every asset is a file of its own.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
});
