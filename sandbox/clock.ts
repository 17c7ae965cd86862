/**
 * Time of one sandbox: delays that a person or a provider would take, divided by the speed,
 * all of them cancelled at once when the sandbox stops.
 */
export class Clock {
  speed: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  constructor(speed: number) {
    this.speed = speed;
  }

  now(): number {
    return Date.now();
  }

  /** Runs the task after `delayMs` divided by the speed; never after {@link stop}. */
  later(delayMs: number, task: () => void): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, delayMs / this.speed);
    this.#timers.add(timer);
  }

  /** Resolves after `delayMs` divided by the speed; at once when the clock is stopped. */
  pause(delayMs: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => this.later(delayMs, resolve));
  }

  /** Forgets every pending task: a reset must not be followed by news of the old world. */
  cancelAll(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  stop(): void {
    this.#isStopped = true;
    this.cancelAll();
  }
}
