import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** The text of a file, or null where there is none. */
type Read = (file: string) => string | null;

/**
 * Bytes that this process could have in all, those that it has already with them: what the machine has available, or what
 * a control group (a container, a service) leaves where that is less. A group's page cache counts as free.
 */
export function freeMemory(ownBytes: number, read: Read = readIfThere): number {
  const available = /^MemAvailable:\s+(\d+) kB$/m.exec(read('/proc/meminfo') ?? '')?.[1];
  const machine = available === undefined ? freemem() : Number(available) * 1024;
  return ownBytes + Math.min(machine, ...groupLimits(read));
}

/** What each limit on this process's control group, or on one it is in, leaves; kernel.org/doc, cgroup-v2 and cgroup-v1/memory. */
function groupLimits(read: Read): number[] {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n');
  const unified = groups.find((line) => line.startsWith('0::'))?.slice(3);
  const memory = groups.find((line) => line.split(':')[1]?.split(',').includes('memory'))?.split(':')[2];
  const left = (folder: string, limitFile: string, usedFile: string, cache: RegExp): number[] => {
    const [limit, used] = [limitFile, usedFile].map((name) => Number(read(`${folder}/${name}`)?.trim() || NaN));
    const cached = Number(cache.exec(read(`${folder}/memory.stat`) ?? '')?.[1] ?? 0);
    const bytes = (limit ?? NaN) - (used ?? NaN) + cached;
    return Number.isFinite(bytes) ? [Math.max(0, bytes)] : [];
  };
  return [
    ...foldersTo('/sys/fs/cgroup', unified).flatMap((folder) =>
      left(folder, 'memory.max', 'memory.current', /^inactive_file (\d+)$/m),
    ),
    ...foldersTo('/sys/fs/cgroup/memory', memory).flatMap((folder) =>
      left(folder, 'memory.limit_in_bytes', 'memory.usage_in_bytes', /^total_inactive_file (\d+)$/m),
    ),
  ];
}

/** `/a/b` -> the mount itself, `/a` and `/a/b` in it; the mount alone is where a container sees its own group. */
function foldersTo(mount: string, group: string | undefined): string[] {
  if (group === undefined) return [];
  const parts = group.split('/').filter((part) => part !== '' && part !== '..');
  return [mount, ...parts.map((_, index) => [mount, ...parts.slice(0, index + 1)].join('/'))];
}

/** Free bytes of the GPU that TensorFlow uses (the last it may see), or null where nvidia-smi does not tell. */
export function freeGpuMemory(visible: string | undefined = process.env.CUDA_VISIBLE_DEVICES): number | null {
  const card = visible?.split(',').at(-1)?.trim();
  try {
    const listed = execFileSync(
      'nvidia-smi',
      ['--query-gpu=memory.free', '--format=csv,noheader,nounits', ...(card ? ['-i', card] : [])],
      { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const mebibytes = Number(listed.trim().split('\n').at(-1));
    return Number.isFinite(mebibytes) ? mebibytes * 2 ** 20 : null;
  } catch {
    return null;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
