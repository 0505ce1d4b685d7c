import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import { StudioError } from '../../contract/errors.ts';
import type { Device } from '../../contract/runs.ts';
import { nativeBackend } from '../kernels/native-backend.ts';
import { registerKernels } from '../kernels/register.ts';
import type { TensorFlow } from '../tensorflow.ts';

/**
 * TensorFlow with the trainer's own gradients; the same at every call. Throws StudioError 'no runtime' with what to do when it cannot be loaded.
 * GPU memory grows as needed, so that several trainers and the desktop can share a card.
 */
export function loadTensorFlow(): TensorFlow {
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  // The order nvidia-smi lists cards in: without it the name shown could be another card's.
  process.env.CUDA_DEVICE_ORDER ??= 'PCI_BUS_ID';
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  defineRemovedUtilities();
  let tf: TensorFlow;
  try {
    tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as TensorFlow;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new StudioError(
      'no runtime',
      `The TensorFlow runtime could not be loaded: ${reason} Training and prediction need it; annotating does not. ` +
        'Run "npm start" while connected to the network to repair it, or set KEYPOINT_STUDIO_ENGINE=wasm to train on WebAssembly, slower, meanwhile.',
      { cause },
    );
  }
  if (tf.getBackend() !== 'tensorflow')
    throw new StudioError(
      'no runtime',
      `TensorFlow started with its "${tf.getBackend()}" backend instead of the native one. Run "npm start" to repair the runtime.`,
    );
  registerKernels(tf);
  return tf;
}

/** tfjs-node 4.22 calls two functions that Node 23 removed; it is the last release (tensorflow/tfjs#8609). */
function defineRemovedUtilities(): void {
  const utilities = util as unknown as { isNullOrUndefined?: unknown; isArray?: unknown };
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
}

/** What TensorFlow computes on, and a sentence to be shown when an NVIDIA GPU is there and not used. */
export function tensorFlowReport(tf: TensorFlow): { device: Device; notice: string | null } {
  const backend = nativeBackend(tf);
  return describeDevice({
    tensorflow: backend.binding.TF_Version,
    usesGpu: backend.isUsingGpuDevice,
    cores: availableParallelism(),
    gpus: listNvidiaGpus(),
    visible: process.env.CUDA_VISIBLE_DEVICES,
  });
}

/** `gpus`: names of all NVIDIA cards in PCI order; `visible`: the value of CUDA_VISIBLE_DEVICES. */
export function describeDevice(found: {
  tensorflow: string;
  usesGpu: boolean;
  cores: number;
  gpus: string[];
  visible: string | undefined;
}): { device: Device; notice: string | null } {
  const { tensorflow, usesGpu, cores, gpus } = found;
  const place = usesGpu ? usedGpu(gpus, found.visible) : `CPU, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  const unused = !usesGpu && gpus.length > 0;
  return {
    device: {
      title: `TensorFlow ${tensorflow} · ${place}`,
      kind: usesGpu ? 'gpu' : 'cpu',
      tensorflow,
      engine: 'tensorflow',
    },
    notice: unused ? unusedGpuNotice(gpus, found.visible) : null,
  };
}

/** tfjs-node uses one GPU: the last that TensorFlow lists. */
function usedGpu(gpus: string[], visible: string | undefined): string {
  if (visible === undefined) return gpus.at(-1) ?? 'GPU';
  const last = visible.split(',').at(-1)?.trim() ?? '';
  return (/^\d+$/.test(last) ? gpus[Number(last)] : undefined) ?? 'GPU';
}

function unusedGpuNotice(gpus: string[], visible: string | undefined): string {
  const names = gpus.join(', ');
  if (visible !== undefined && !/^\s*\d/.test(visible))
    return `A GPU is present (${names}) but hidden by CUDA_VISIBLE_DEVICES="${visible}": this run uses the CPU.`;
  return `A GPU is present (${names}) but TensorFlow does not use it: this run uses the CPU. Run "npm start" to install the runtime for GPUs.`;
}

function listNvidiaGpus(): string[] {
  try {
    const listed = execFileSync('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
      encoding: 'utf8',
      timeout: 5000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch {
    // No NVIDIA driver on this machine.
    return [];
  }
}
