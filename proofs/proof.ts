/** Defines a proof, which tries one promise on many histories, and its result. */

/** `sample` runs with the tests, within seconds. `full` is what `npm run prove` runs. */
export type Size = 'sample' | 'full';

export interface ProofResult {
  /** Number of different histories (lives, schedules, bursts) that were tried. */
  histories: number;
  /** Number of times a history was played and compared. */
  runs: number;
  divergences: number;
  seconds: number;
  /** The first divergence, small enough to examine: the history, the order it was played in and the difference. */
  firstDivergence: string | null;
  /** Totals and counts to print below the table. */
  notes?: string[];
}

export interface Proof {
  /** Name used with `--only`. */
  name: string;
  run(size: Size): Promise<ProofResult>;
  /** Runs only the history with this number, as named in a divergence. Absent if the histories aren't numbered. */
  runOne?(number: number): Promise<ProofResult>;
}

export interface Tally {
  /** Counts another history. */
  history(): void;
  /** Counts a comparison. `divergence` describes the difference; null if there is none. */
  ran(divergence: string | null): void;
  /** Adds the counts of another tally. */
  add(other: Pick<ProofResult, 'histories' | 'runs' | 'divergences' | 'firstDivergence'>): void;
  result(notes?: string[]): ProofResult;
}

/** Starts counting for one proof. Only the first divergence is kept, because the others are usually related. */
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
