/**
 * How the window stands with the studio. `refused`: the studio does not know this window (it was started again with a
 * new address), so trying again is of no use.
 */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** Told to the window so that it can say so; after every `connected` it asks again for what it shows. */
export class Connection {
  private current: ConnectionState = 'connecting';
  private readonly listeners = new Set<(state: ConnectionState) => void>();

  get state(): ConnectionState {
    return this.current;
  }

  /** Calls the listener at every change; the function returned ends that. */
  onChange(listener: (state: ConnectionState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(state: ConnectionState): void {
    if (state === this.current) return;
    this.current = state;
    for (const listener of this.listeners) listener(state);
  }
}
