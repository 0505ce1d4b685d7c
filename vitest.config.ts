import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Unit and integration tests: what runs in Node, and what runs in the window (there a light DOM stands for Chromium). */
export default defineConfig({
  test: {
    // Many tests wait for a process of their own: a file for each core, not one less.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // Networks of millions of weights are drawn, on machines that may have other work.
          testTimeout: 30_000,
          include: ['src-main/**/*.test.ts', 'scripts/**/*.test.{mjs,ts}', 'bench/**/*.test.ts', '*.test.ts'],
        },
      },
      {
        // What depends on the engine once more on WebAssembly; above it is TensorFlow (src-main/trainer/engines).
        test: {
          name: 'wasm',
          environment: 'node',
          testTimeout: 30_000,
          env: { KEYPOINT_STUDIO_ENGINE: 'wasm' },
          include: [
            'src-main/trainer/{engines/wasm,training,network,augmentation,data}/**/*.test.ts',
            'src-main/trainer/{main,samples,inspection/feature-maps}.test.ts',
            'src-main/trainer/kernels/{training-layers,batch-norm}.test.ts',
          ],
        },
      },
      {
        plugins: [vue()],
        // One DOM for all files: making it anew for each took longer than all of their tests.
        test: {
          name: 'window',
          environment: 'happy-dom',
          isolate: false,
          include: ['src-renderer/**/*.test.ts'],
        },
      },
    ],
  },
});
