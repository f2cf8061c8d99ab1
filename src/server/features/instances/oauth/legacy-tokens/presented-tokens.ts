/** Notes when tokens of the PHP portal were presented. Collected in memory, so that no ping waits for it. */
import type { Deps } from '#server/deps.ts';
import { hourMs } from '#shared/durations.ts';

/** Maximum number of tokens kept in memory until the next write. Only tokens that are stored are noted. */
const maxTokens = 50_000;

export interface PresentedTokens {
  note: (id: string) => void;
  /** Writes what was noted. Rejects if the database can't be reached; it is then kept for the next call. */
  write: () => Promise<void>;
}

/** Creates the list of a process. If the process crashes, what was noted since the last `write` is lost. */
export function createPresentedTokens(deps: Pick<Deps, 'legacyTokens' | 'now'>): PresentedTokens {
  let noted = new Set<string>();

  function note(id: string): void {
    if (noted.size < maxTokens) noted.add(id);
  }
  return {
    note,
    async write() {
      if (noted.size === 0) return;
      const ids = noted;
      noted = new Set();
      try {
        const at = deps.now();
        await deps.legacyTokens.notePresented([...ids], at, new Date(at.getTime() - hourMs));
      } catch (error) {
        for (const id of ids) note(id);
        throw error;
      }
    },
  };
}
