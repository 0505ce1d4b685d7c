import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benchNetworks, type Work } from './parts/networks.ts';
import { measureOurs } from './parts/ours.ts';

const rounds = 3;
const reference = fileURLToPath(new URL('../../shared/bench/torch_reference.py', import.meta.url));
const python = process.env.BENCH_PYTHON ?? 'python3';

/** What torch_reference.py sets for --malloc-tuned, and its other settings. */
const tuned = {
  arguments: ['--channels-last'],
  memory: {
    MALLOC_MMAP_THRESHOLD_: '8589934592',
    MALLOC_TRIM_THRESHOLD_: '17179869184',
    MALLOC_TOP_PAD_: '268435456',
    MALLOC_ARENA_MAX: '1',
  },
};

/**
 * Ours and PyTorch in turn, three rounds of each network: as shipped, and tuned (channels last, memory kept). Ratios are of
 * one round's neighbours, above 1 where ours is faster; the median, the smallest and the largest are reported, and the
 * load of the machine. Names after the benchmark's own choose networks: `npm run bench -- against-pytorch part1 part2`.
 * BENCH_PYTHON names a Python that has torch.
 */
export function run(report: (name: string, value: number, unit: string) => void): void {
  const missing = whatIsMissing();
  if (missing) {
    process.stderr.write(`PyTorch is skipped: ${missing}\n`);
    return;
  }
  const chosen = Object.entries(benchNetworks).filter(([network]) => process.argv.includes(network));
  const networks = chosen.length > 0 ? chosen : Object.entries(benchNetworks);
  for (const [network, { batch }] of networks)
    for (const work of ['train', 'infer'] as const) compare(report, network, work, batch[work]);
}

function compare(
  report: (name: string, value: number, unit: string) => void,
  network: string,
  work: Work,
  batch: number,
): void {
  const speeds = Array.from({ length: rounds }, () => {
    const load = loadavg()[0] ?? NaN;
    const shipped = measurePyTorch(network, work, batch, [], {});
    const ours = measureOurs(network, work);
    const fast = measurePyTorch(network, work, batch, tuned.arguments, tuned.memory);
    return { load, ours, shipped, fast };
  });
  const name = `${network} ${work} b${batch}`;
  const of = (value: (round: (typeof speeds)[number]) => number): number[] =>
    speeds.map(value).sort((one, other) => one - other);
  const median = (values: number[]): number => values[Math.floor(rounds / 2)] ?? NaN;
  report(`${name}: ours`, median(of(({ ours }) => ours)), 'images/s');
  report(`${name}: PyTorch as shipped`, median(of(({ shipped }) => shipped)), 'images/s');
  report(`${name}: PyTorch tuned`, median(of(({ fast }) => fast)), 'images/s');
  for (const [other, ratios] of [
    ['as shipped', of(({ ours, shipped }) => ours / shipped)],
    ['tuned', of(({ ours, fast }) => ours / fast)],
  ] as const) {
    report(`${name}: ours to PyTorch ${other}, median`, median(ratios), 'ratio');
    report(`${name}: ours to PyTorch ${other}, smallest`, ratios[0] ?? NaN, 'ratio');
    report(`${name}: ours to PyTorch ${other}, largest`, ratios.at(-1) ?? NaN, 'ratio');
  }
  report(`${name}: load average, median`, median(of(({ load }) => load)), 'processes');
}

function measurePyTorch(
  network: string,
  work: Work,
  batch: number,
  settings: string[],
  memory: Record<string, string>,
): number {
  const threads = String(availableParallelism());
  const words = [reference, '--child', `${network}_${work}_b${batch}`, '--threads', threads, ...settings];
  const output = execFileSync(python, words, {
    env: { ...process.env, OMP_NUM_THREADS: threads, MKL_NUM_THREADS: threads, ...memory },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  const line = output.split('\n').find((text) => text.startsWith('RESULT ')) ?? '';
  return (JSON.parse(line.slice('RESULT '.length)) as { images_per_s: number }).images_per_s;
}

/** A sentence with what to do, or null. */
function whatIsMissing(): string | null {
  if (!existsSync(reference)) return `${reference} is not there.`;
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return null;
  } catch {
    return (
      `"${python}" has no torch that can be imported. Install it (python3 -m venv FOLDER; ` +
      'FOLDER/bin/pip install torch==2.13.0 numpy) and run with BENCH_PYTHON=FOLDER/bin/python.'
    );
  }
}
