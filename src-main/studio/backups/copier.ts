import { workerData } from 'node:worker_threads';
import { copyDatabase } from './copy-database.ts';

/** A worker thread's entry, since a large project takes seconds to copy. Given the two paths, it ends when the copy is there. */
const { from, to } = workerData as { from: string; to: string };
await copyDatabase(from, to);
