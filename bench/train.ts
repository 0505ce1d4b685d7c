import { execFileSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepMemory } from '../src-main/studio/runs/trainer-process.ts';
import { benchCases, type BenchCase } from './parts/cases.ts';
import { Side, type Timing } from './parts/side.ts';

type Report = (name: string, value: number, unit: string, ratio?: number) => void;

const python = process.env.BENCH_PYTHON ?? 'python3';

/** What `shared/bench/torch_reference.py` sets for --malloc-tuned. */
const torchMemory = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '17179869184',
  MALLOC_TOP_PAD_: '268435456',
  MALLOC_ARENA_MAX: '1',
};

/**
 * `npm run bench -- train [--json] [--quick] [WORD …]`: images a second of the trainer's steps and answers, ours and, where
 * BENCH_PYTHON has torch, PyTorch's as shipped and tuned (channels last, memory kept), in turn: five repeats of two seconds
 * (--quick: three of half a second). A ratio is the median of ours to a neighbour of the same repeat, above 1 where ours is
 * faster. Words choose the cases whose name has them all: `part2`, `resnet18 train`, `b1`.
 */
export async function run(report: Report): Promise<void> {
  // The first is this benchmark's own name.
  const [, ...words] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  const cases = benchCases.filter(({ name }) => words.every((word) => name.split(' ').includes(word)));
  if (cases.length === 0)
    throw new Error(
      `No case has all of: ${words.join(', ')}. There are: ${benchCases.map(({ name }) => name).join('; ')}.`,
    );
  const [repeats, seconds] = process.argv.includes('--quick') ? [3, 0.5] : [5, 2];
  const ours = new Side('ours', process.execPath, [partOf('ours-side.ts')], keepMemory);
  const others = torchSides();
  try {
    for (const benchCase of cases) await compare(report, benchCase, ours, others, repeats, seconds);
  } finally {
    for (const side of [ours, ...others]) side.end();
  }
}

async function compare(
  report: Report,
  benchCase: BenchCase,
  ours: Side,
  others: Side[],
  repeats: number,
  seconds: number,
): Promise<void> {
  const loadBefore = loadavg()[0] ?? NaN;
  const sides = [ours, ...others];
  const timings = new Map<Side, Timing[]>(sides.map((side) => [side, []]));
  // The first of each prepares the case, and is not counted.
  for (const side of sides) await side.time(benchCase, 0);
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const side of sides) timings.get(side)?.push(await side.time(benchCase, seconds));
  const { name } = benchCase;
  const speeds = (side: Side): number[] => timings.get(side)?.map(({ imagesPerSecond }) => imagesPerSecond) ?? [];
  report(`${name}: ours`, median(speeds(ours)), 'images/s');
  for (const side of others) {
    const ratios = speeds(side).map((speed, repeat) => (speeds(ours)[repeat] ?? NaN) / speed);
    report(`${name}: ${side.name}`, median(speeds(side)), 'images/s', median(ratios));
  }
  for (const side of sides)
    report(
      `${name}: ${side.name}, processor time a step`,
      median(timings.get(side)?.map(({ cpuMilliseconds }) => cpuMilliseconds) ?? []),
      'ms',
    );
  report(`${name}: load average before`, loadBefore, 'processes');
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

function partOf(name: string): string {
  return fileURLToPath(new URL(`parts/${name}`, import.meta.url));
}

/** None where there is no torch, which is said. */
function torchSides(): Side[] {
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
  } catch {
    process.stderr.write(
      `PyTorch is skipped: "${python}" has no torch that can be imported. Install it (python3 -m venv FOLDER; ` +
        'FOLDER/bin/pip install torch==2.13.0 numpy) and run with BENCH_PYTHON=FOLDER/bin/python.\n',
    );
    return [];
  }
  const cores = String(availableParallelism());
  const threads = { OMP_NUM_THREADS: cores, MKL_NUM_THREADS: cores };
  return [
    new Side('PyTorch as shipped', python, [partOf('torch_side.py')], threads),
    new Side('PyTorch tuned', python, [partOf('torch_side.py'), '--channels-last'], { ...threads, ...torchMemory }),
  ];
}
