/** What a proof is: one promise, tried on many histories, and what it found. */

/** `sample` runs within the tests, in seconds; `full` is what `npm run prove` runs. */
export type Size = 'sample' | 'full';

export interface ProofResult {
  /** How many different histories (lives, schedules, bursts) were tried. */
  histories: number;
  /** How many times one of them was played and compared. */
  runs: number;
  divergences: number;
  seconds: number;
  /** The smallest thing a person can look at: the history, the order it was played in, what differs. */
  firstDivergence: string | null;
  /** Totals and counts worth a line below the table. */
  notes?: string[];
}

export interface Proof {
  /** What `--only` calls it. */
  name: string;
  run(size: Size): Promise<ProofResult>;
  /** Only the history of that number, as a divergence names it, where histories are numbered. */
  runOne?(number: number): Promise<ProofResult>;
}

export interface Tally {
  /** Another history is tried. */
  history(): void;
  /** One run was compared. `divergence` says what differs; null when nothing does. */
  ran(divergence: string | null): void;
  /** Counts what another tally counted. */
  add(other: Pick<ProofResult, 'histories' | 'runs' | 'divergences' | 'firstDivergence'>): void;
  result(notes?: string[]): ProofResult;
}

/** Counts for one proof, from now on. Keeps the first divergence only: the others are mostly its relatives. */
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
