import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  recipeSchema,
  type Carrier,
  type EpochResult,
  type Request,
  type RunDetail,
  type StudioEvent,
} from '../../src-main/contract/index.ts';
import { Connection, createStudioClient } from '../client/index.ts';
import { useComparison } from './comparison.ts';
import { useNotices } from './notices.ts';
import { isOutdated, useRuns, withEpoch } from './runs.ts';
import { useStudio } from './studio.ts';

const recipe = recipeSchema.parse({
  version: 1,
  name: 'nose',
  title: '',
  description: '',
  input: { width: 8, height: 8, channels: 'gray' },
  landmarks: 'all',
  network: [{ layer: 'coordinates' }],
  loss: 'mse',
  optimizer: { kind: 'adam', learningRate: 1e-3 },
  epochs: 3,
  batch: 4,
  seed: 1,
});

const epochOf = (epoch: number, validationLoss: number): EpochResult => ({
  epoch,
  trainLoss: validationLoss,
  validationLoss,
  imagesPerSecond: 100,
  seconds: 1,
});

function detailOf(id: number, change: Partial<RunDetail> = {}): RunDetail {
  const epochs = change.epochs ?? [];
  return {
    id,
    status: 'running',
    recipeName: 'nose',
    recipe,
    note: '',
    seed: 1,
    createdAt: '2026-01-01T00:00:00Z',
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: null,
    device: null,
    snapshot: {
      hash: 'f',
      schemaName: 'face',
      split: { train: 1, validation: 1, none: 0 },
      excluded: [],
      changedSincePrevious: null,
    },
    epochsDone: epochs.at(-1)?.epoch ?? 0,
    lastTrainLoss: null,
    lastValidationLoss: null,
    bestEpoch: epochs.at(-1)?.epoch ?? null,
    bestValidationLoss: null,
    baselineLoss: null,
    problem: null,
    resumable: false,
    queuePlace: null,
    held: false,
    trainedSeconds: 0,
    grid: null,
    layers: [],
    samples: [],
    ...change,
    epochs,
  };
}

/** A studio on the other side of a carrier: answers what it is told to, by the real client and protocol. */
class FarStudio implements Carrier {
  runs: RunDetail[] = [];
  readonly asked: string[] = [];
  #listener: (message: unknown) => void = () => undefined;
  #events = 0;

  send(message: unknown): void {
    const request = message as Request;
    if (request.kind !== 'call') return;
    if (request.path === 'system.events') {
      this.#events = request.id;
      return;
    }
    this.asked.push(request.path);
    queueMicrotask(() => {
      try {
        const value = JSON.parse(JSON.stringify(this.#answer(request.path, request.input))) as unknown;
        this.#listener({ kind: 'result', id: request.id, value });
      } catch (error) {
        this.#listener({ kind: 'error', id: request.id, code: 'bad input', message: (error as Error).message });
      }
    });
  }

  #answer(path: string, input: unknown): unknown {
    const id = (input as { runId?: number } | undefined)?.runId;
    const run = this.runs.find((each) => each.id === id);
    switch (path) {
      case 'project.current':
        return { path: '/a.kps', name: 'a' };
      case 'runs.list':
        // A list says less than a run itself; as JSON, what is undefined is not there.
        return this.runs.map((run) => ({ ...run, epochs: undefined, layers: undefined, samples: undefined }));
      case 'runs.get':
        if (!run) throw new Error(`There is no run ${id} in this project.`);
        return run;
      case 'runs.start':
        this.runs.unshift(detailOf(this.runs.length + 1, { status: 'queued' }));
        return this.runs[0];
      case 'runs.delete':
        this.runs = this.runs.filter((each) => each.id !== id);
        return true;
      case 'runs.stop':
        throw new Error('There is nothing to end.');
      default:
        return [];
    }
  }

  tell(event: StudioEvent): void {
    this.#listener({ kind: 'data', id: this.#events, value: event });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(): void {
    // Never closes by itself.
  }
  close(): void {
    // Nothing to close.
  }
}

let far: FarStudio;

beforeEach(async () => {
  setActivePinia(createPinia());
  far = new FarStudio();
  await useStudio().start({ client: createStudioClient(far), connection: new Connection() });
});

describe('runs', () => {
  it('draws epochs as they are told, without asking for the run again', async () => {
    far.runs = [detailOf(1, { epochs: [epochOf(1, 0.5)] })];
    const runs = useRuns();
    await runs.load();
    await runs.show(1);
    far.asked.length = 0;
    far.tell({ kind: 'run epoch', runId: 1, result: epochOf(2, 0.4) });
    expect(runs.chosen?.epochs.map((result) => result.validationLoss)).toEqual([0.5, 0.4]);
    expect(far.asked).toEqual([]);
  });

  it('asks for a run again when it ended or its layers came', async () => {
    far.runs = [detailOf(1)];
    const runs = useRuns();
    await runs.load();
    await runs.show(1);
    far.runs = [detailOf(1, { status: 'finished', layers: [{ name: 'coordinates', output: '2', parameters: 4 }] })];
    far.tell({ kind: 'run', runId: 1 });
    await vi.waitFor(() => expect(runs.chosen?.status).toBe('finished'));
    expect(runs.chosen?.layers).toHaveLength(1);
  });

  it('shows a run it started, and the new run after the shown one was deleted', async () => {
    const runs = useRuns();
    await runs.load();
    expect(await runs.start(recipe, '')).toBe(true);
    expect(runs.chosen?.id).toBe(1);
    expect(runs.active?.id).toBe(1);
    await runs.act('delete', 1);
    expect(runs.chosenId).toBeNull();
    expect(runs.runs).toEqual([]);
  });

  it('tells what the studio refused', async () => {
    far.runs = [detailOf(1)];
    const runs = useRuns();
    await runs.load();
    await runs.act('stop', 1);
    expect(useNotices().notices.map(({ title, detail }) => [title, detail])).toEqual([
      ['Run 1 could not be stopped', 'There is nothing to end.'],
    ]);
  });

  it('names the run that trains before those that wait', async () => {
    far.runs = [
      detailOf(3, { status: 'queued' }),
      detailOf(2, { status: 'running' }),
      detailOf(1, { status: 'finished' }),
    ];
    const runs = useRuns();
    await runs.load();
    expect(runs.active?.id).toBe(2);
  });
});

describe('what Compare takes for A', () => {
  it('is the newest run that is over and has a model, until one is chosen', async () => {
    const model = { epochs: [epochOf(1, 0.5)] };
    const over = { ...model, endedAt: '2026-01-01T01:00:00Z' };
    far.runs = [
      detailOf(4, model),
      detailOf(3, { status: 'failed', endedAt: over.endedAt }),
      detailOf(2, { ...over, status: 'stopped' }),
      detailOf(1, { ...over, status: 'finished' }),
    ];
    await useRuns().load();
    const comparison = useComparison();
    expect(comparison.aId).toBe(2);
    comparison.bId = 1;
    comparison.setA(1);
    expect([comparison.aId, comparison.bId]).toEqual([1, null]);
  });
});

describe('epochs', () => {
  it('are kept in order, and replaced after a resume', () => {
    const before = [epochOf(1, 0.5), epochOf(3, 0.3)];
    expect(withEpoch(before, epochOf(2, 0.4)).map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(withEpoch(before, epochOf(3, 0.2)).at(-1)?.validationLoss).toBe(0.2);
  });

  it('that were not told make a detail outdated', () => {
    const known = detailOf(1, { epochs: [epochOf(1, 0.5)] });
    expect(isOutdated(known, known)).toBe(false);
    expect(isOutdated(known, { ...known, epochsDone: 3 })).toBe(true);
  });
});
