import type { CommandName } from './commands';

/**
 * Does what the command means; `false` leaves the key to the browser after all. It hears which key was
 * pressed, if one was.
 */
export type CommandHandler = (key?: string) => unknown;

export type CommandEntry = {
  run: CommandHandler;
  isEnabled: () => boolean;
  /** Of what an undo takes back the id, whose order is that of time. */
  doneAs?: () => string | undefined;
};

export type CommandRegistry = ReturnType<typeof createCommandRegistry>;

/** Who does what on the screen as it is now. Nothing here outlives the component that registered it. */
export function createCommandRegistry() {
  const entries = new Map<CommandName, CommandEntry[]>();
  const find = (name: CommandName) =>
    entries
      .get(name)
      ?.filter((entry) => entry.isEnabled())
      .reduce<CommandEntry | undefined>(
        (best, entry) => (best && isAfter(best, entry) ? best : entry),
        undefined,
      );
  return {
    /**
     * Returns the way out. Of several that are enabled the one acts that takes back the latest deed, else
     * the one that came last.
     */
    register(name: CommandName, entry: CommandEntry): () => void {
      entries.set(name, [...(entries.get(name) ?? []), entry]);
      return () => {
        entries.set(
          name,
          (entries.get(name) ?? []).filter((other) => other !== entry),
        );
      };
    },
    /** Whether somebody would act now. */
    isOffered: (name: CommandName): boolean => find(name) !== undefined,
    /** Whether somebody acts here at times, such as with a conversation open. */
    isKnown: (name: CommandName): boolean => (entries.get(name) ?? []).length > 0,
    /** Whether somebody acted. */
    run(name: CommandName, key?: string): boolean {
      const entry = find(name);
      return entry !== undefined && entry.run(key) !== false;
    },
  };
}

function isAfter(one: CommandEntry, other: CommandEntry): boolean {
  return (one.doneAs?.() ?? '') > (other.doneAs?.() ?? '');
}
