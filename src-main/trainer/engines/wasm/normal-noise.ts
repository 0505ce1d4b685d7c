import { normalNoiseKernel } from '../../kernels/normal-noise.ts';
import { createRandom } from '../../random.ts';
import type { TensorFlow } from '../../tensorflow.ts';

/** Makes `normalNoise` known to the WebAssembly backend, drawn by our own generator (Box and Muller 1958): other values than TensorFlow's. */
export function registerNormalNoise(tf: TensorFlow): void {
  tf.registerKernel({
    kernelName: normalNoiseKernel,
    backendName: 'wasm',
    kernelFunc: ({ attrs }) => {
      const { shape, seeds } = attrs as unknown as { shape: number[]; seeds: [number, number] };
      const random = createRandom(seeds[0], `noise ${seeds[1]}`);
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      for (let place = 0; place < values.length; place += 2) {
        const radius = Math.sqrt(-2 * Math.log(1 - random()));
        const angle = 2 * Math.PI * random();
        values[place] = radius * Math.cos(angle);
        values[place + 1] = radius * Math.sin(angle);
      }
      return tf.tensor(values, shape);
    },
  });
}
