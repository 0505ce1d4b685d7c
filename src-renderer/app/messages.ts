import type { SaveState } from '../stores/operation-queue.ts';

/** What an error says to a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Seconds as `0:41` or `1:02:07`. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** How long ago, roughly: `now`, `5 min`, `3 h`, `yesterday`, `12 Mar`. */
export function agoOf(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const minutes = (now.getTime() - then.getTime()) / 60_000;
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${Math.floor(minutes)} min`;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (then >= midnight) return `${Math.floor(minutes / 60)} h`;
  if (then.getTime() >= midnight.getTime() - 86_400_000) return 'yesterday';
  const date = then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return then.getFullYear() === now.getFullYear() ? date : `${date} ${then.getFullYear()}`;
}

/** A moment in this machine's time: `12 Mar 2026, 14:03`. */
export function momentOf(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

/** `1 image`, `240 images`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** What a banner says of edits that wait to be saved; null where none do. */
export function unsavedEdits(state: SaveState): string | null {
  return state.kind === 'failed'
    ? `${countOf(state.waiting, 'edit is', 'edits are')} not saved yet, and kept here.`
    : null;
}

/** Bytes as `850 MB`, with the powers of ten that disks are sold by. */
export function bytesOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
