import type { CommandName } from './commands';

/** Does what the command means; `false` leaves the key to the browser after all. */
export type CommandHandler = () => unknown;

export type CommandEntry = { run: CommandHandler; isEnabled: () => boolean };

export type CommandRegistry = ReturnType<typeof createCommandRegistry>;

/** Who does what on the screen as it is now. Nothing here outlives the component that registered it. */
export function createCommandRegistry() {
  const entries = new Map<CommandName, CommandEntry[]>();
  const find = (name: CommandName) => entries.get(name)?.findLast((entry) => entry.isEnabled());
  return {
    /** Returns the way out. Of several the one that came last and is enabled acts. */
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
    run(name: CommandName): boolean {
      const entry = find(name);
      return entry !== undefined && entry.run() !== false;
    },
  };
}
