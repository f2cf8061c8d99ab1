/** Defines proofs and their results. Each proof checks one guarantee against many event histories. */

/** `sample` is small enough to run with the tests and takes seconds. `full` is what `npm run prove` runs. */
export type Size = 'sample' | 'full';

export interface ProofResult {
  /** Number of different histories that were tried. Depending on the proof, they are lives, schedules or bursts. */
  histories: number;
  /** Number of times a history was played and compared. */
  runs: number;
  divergences: number;
  seconds: number;
  /**
   * The first divergence in a form small enough to examine: the history, the order in which it was played, and the
   * difference.
   */
  firstDivergence: string | null;
  /** Totals and counts, one line each, to print below the table. */
  notes?: string[];
}

export interface Proof {
  /** Name of the proof, for the `--only` option. */
  name: string;
  run(size: Size): Promise<ProofResult>;
  /**
   * Runs only the history with this number, which a reported divergence contains. Absent if the proof's histories
   * aren't numbered.
   */
  runOne?(number: number): Promise<ProofResult>;
}

export interface Tally {
  /** Counts one more history. */
  history(): void;
  /** Counts one comparison. `divergence` describes the difference that was found; null if there is none. */
  ran(divergence: string | null): void;
  /** Adds the counts of another tally to this one. */
  add(other: Pick<ProofResult, 'histories' | 'runs' | 'divergences' | 'firstDivergence'>): void;
  result(notes?: string[]): ProofResult;
}

/** Starts counting for one proof. Only the first divergence is kept, because later ones usually have the same cause. */
export function startTally(): Tally {
  const started = performance.now();
  let histories = 0;
  let runs = 0;
  let divergences = 0;
  let firstDivergence: string | null = null;
  return {
    history() {
      histories += 1;
    },
    ran(divergence) {
      runs += 1;
      if (divergence === null) return;
      divergences += 1;
      firstDivergence ??= divergence;
    },
    add(other) {
      histories += other.histories;
      runs += other.runs;
      divergences += other.divergences;
      firstDivergence ??= other.firstDivergence;
    },
    result: (notes = []) => ({
      histories,
      runs,
      divergences,
      seconds: Math.round(performance.now() - started) / 1000,
      firstDivergence,
      notes,
    }),
  };
}
