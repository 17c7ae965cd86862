/** Progress of history synchronisations that are started and watched by the same request. */
export class Syncs {
  readonly #steps = new Map<string, number>();

  /** STARTED on the first call, RUNNING on the second, then the given end; then it starts anew. */
  poll<T extends string>(key: string, end: T): 'SYNC_STARTED' | 'SYNC_RUNNING' | T {
    const step = this.#steps.get(key) ?? 0;
    this.#steps.set(key, (step + 1) % 3);
    if (step === 0) return 'SYNC_STARTED';
    return step === 1 ? 'SYNC_RUNNING' : end;
  }
}
