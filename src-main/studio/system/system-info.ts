import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { promisify } from 'node:util';
import {
  chooseEngine,
  runtimeSchema,
  wasmNotice,
  wasmThreads,
  wasmTitle,
  type EngineChoice,
  type Runtime,
  type SystemInfo,
} from '../../contract/index.ts';
import type { StudioOptions } from '../context.ts';

// Not named `require`: electron-vite declares one of that name in the bundle.
const requirePackage = createRequire(import.meta.url);

/** Versions, the TensorFlow runtime and the device training will use, in words for the window and `info`. */
export async function systemInfo(options: StudioOptions): Promise<SystemInfo> {
  const runtime = readRuntime(options.runtimeFile);
  const cores = availableParallelism();
  const gpus = await findGpus();
  return {
    studio: options.version,
    node: process.versions.node,
    electron: (process.versions as Record<string, string | undefined>).electron ?? null,
    sqlite: `${sqliteVersion()} (better-sqlite3 ${packageVersion('better-sqlite3')})`,
    tfjs: packageVersion('@tensorflow/tfjs-node-gpu'),
    runtime,
    ...describeDevice(runtime, gpus, cores, process.env.KEYPOINT_STUDIO_ENGINE),
    platform: `${process.platform} ${process.arch}`,
    cores,
    memoryBytes: totalmem(),
  };
}

/** What set-up wrote; a file that is not there or not whole is a runtime that is missing. */
export function readRuntime(file: string): Runtime {
  if (!existsSync(file)) return { state: 'missing', problem: 'set-up has not run here yet' };
  try {
    return runtimeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {
      state: 'missing',
      problem: `${file} does not say where TensorFlow is`,
    };
  }
}

/** What the device chip says, and what is to be said when it is not what the machine could do. `wanted`: KEYPOINT_STUDIO_ENGINE. */
export function describeDevice(
  runtime: Runtime,
  gpus: readonly string[],
  cores: number,
  wanted?: string,
): Pick<SystemInfo, 'engine' | 'device' | 'deviceNotice'> {
  const idle = gpus.length > 0 ? gpus.join(', ') : null;
  let choice: EngineChoice;
  try {
    choice = chooseEngine(runtime, wanted);
  } catch (error) {
    return { engine: null, device: 'No engine', deviceNotice: (error as Error).message };
  }
  if (choice.engine === 'wasm' || runtime.state === 'missing')
    return {
      engine: 'wasm',
      device: wasmTitle(wasmThreads(cores)),
      deviceNotice: [...(idle ? [`${idle} is here but not used.`] : []), wasmNotice(choice.reason ?? '')].join(' '),
    };
  return { engine: 'tensorflow', ...describeTensorFlow(runtime, gpus, cores) };
}

function describeTensorFlow(
  runtime: Extract<Runtime, { state: 'ready' }>,
  gpus: readonly string[],
  cores: number,
): { device: string; deviceNotice: string | null } {
  const idle = gpus.length > 0 ? gpus.join(', ') : null;
  const tensorflow = `TensorFlow ${runtime.tensorflowVersion}`;
  const cpu = `${tensorflow} · CPU, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  if (runtime.variant === 'cpu')
    return {
      device: cpu,
      deviceNotice:
        idle &&
        `${idle} is here but not used: TensorFlow is set up for the CPU. Run npm start to set it up for the GPU.`,
    };
  if (!idle)
    return {
      device: cpu,
      deviceNotice: 'TensorFlow is set up for an NVIDIA GPU, but none is found: training uses the CPU.',
    };
  return { device: `${tensorflow} · ${gpus[0]}`, deviceNotice: null };
}

/** Names of the NVIDIA GPUs; looked for once, as they do not come and go. */
const findGpus = (() => {
  let known: Promise<string[]> | null = null;
  return () => (known ??= lookForGpus());
})();

async function lookForGpus(): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
      timeout: 5000,
      windowsHide: true,
    });
    return stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch {
    // The driver's tool is missing or fails; on Linux the device file tells all the same.
    return existsSync('/dev/nvidia0') ? ['NVIDIA GPU'] : [];
  }
}

function sqliteVersion(): string {
  const database = new Database(':memory:');
  try {
    return (database.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version;
  } finally {
    database.close();
  }
}

function packageVersion(name: string): string {
  return (requirePackage(`${name}/package.json`) as { version: string }).version;
}
