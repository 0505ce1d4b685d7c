import { defineConfig, mergeConfig } from 'electron-vite';
import windowConfig from './src-renderer/vite.config.ts';

/**
 * The program as Electron runs it: one bundle for each of its processes. Packages stay outside the bundles and are found
 * in node_modules, the native ones above all.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          shell: 'src-main/shell/main.ts',
          studio: 'src-main/hosts/utility/main.ts',
          trainer: 'src-main/trainer/main.ts',
          'database-copier': 'src-main/studio/backups/copier.ts',
          'step-worker': 'src-main/studio/store/step-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file.
      rolldownOptions: {
        input: { preload: 'src-main/shell/preload.ts' },
        output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      },
    },
  },
  renderer: mergeConfig(windowConfig, { build: { rolldownOptions: { input: 'src-renderer/index.html' } } }),
});
