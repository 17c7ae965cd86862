import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { emptyState, type State } from './state';

const saveDelayMs = 1_000;

/** Keeps the state of a world in a JSON file, so that a restart goes on where it stopped. */
export class StateFile {
  readonly #path: string;
  readonly #read: () => State;
  #timer: NodeJS.Timeout | null = null;

  constructor(path: string, read: () => State) {
    this.#path = path;
    this.#read = read;
  }

  /** The saved state; null when there is no file yet. Throws when the file is not a state. */
  load(): State | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
    return reviveState(text);
  }

  /** Saves soon: many changes in a row make one write. */
  schedule(): void {
    this.#timer ??= setTimeout(() => this.save(), saveDelayMs);
  }

  /** Saves now, whole or not at all. */
  save(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    mkdirSync(dirname(this.#path), { recursive: true });
    const draft = `${this.#path}.part`;
    writeFileSync(
      draft,
      JSON.stringify(this.#read(), (_key, value: unknown) => flatten(value)),
    );
    renameSync(draft, this.#path);
  }
}

function flatten(value: unknown): unknown {
  return value instanceof Map ? [...value.entries()] : value;
}

function reviveState(text: string): State {
  const saved: unknown = JSON.parse(text);
  if (typeof saved !== 'object' || saved === null) throw new Error('The state file holds no state');
  const found: Record<string, unknown> = { ...saved };
  const state = emptyState(typeof found.idCount === 'number' ? found.idCount : 0);
  for (const [name, part] of Object.entries(state)) {
    const entries = found[name];
    if (!(part instanceof Map) || !Array.isArray(entries)) continue;
    for (const [key, value] of entries) part.set(key, value);
  }
  return state;
}
