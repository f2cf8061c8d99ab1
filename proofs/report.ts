/** Classifies the results of proofs and formats them as a table. */
import type { ProofResult } from './proof.ts';

/** `broken` means that the proof itself failed with an error. It then says nothing about the promise. */
export type Outcome =
  | ({ name: string; status: 'proven' | 'refuted' | 'empty' } & ProofResult)
  | { name: string; status: 'broken'; error: string };

/** Classifies a result. A proof that compared nothing doesn't count as proven. */
export function outcomeOf(name: string, result: ProofResult): Outcome {
  const status = result.divergences > 0 ? 'refuted' : result.runs === 0 ? 'empty' : 'proven';
  return { name, status, ...result };
}

export const isProven = (outcomes: readonly Outcome[]): boolean =>
  outcomes.length > 0 && outcomes.every((outcome) => outcome.status === 'proven');

const columns = ['histories', 'runs', 'divergences', 'seconds'] as const;
const number = new Intl.NumberFormat('en-US');

function row(outcome: Outcome): string[] {
  if (outcome.status === 'broken') return [outcome.name, '-', '-', '-', '-', 'broken'];
  const { name, status, histories, runs, divergences, seconds } = outcome;
  const counts = [histories, runs, divergences].map((count) => number.format(count));
  return [name, ...counts, seconds.toFixed(1), status === 'proven' ? '' : status];
}

/** Formats the table. Below it, adds the notes and the first divergence of each proof. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = [['proof', ...columns, ''], ...outcomes.map(row)];
  const widths = rows.reduce<number[]>(
    (most, cells) => cells.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        return index === 0 || index === cells.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  const remarks = outcomes.flatMap((outcome) => {
    if (outcome.status === 'broken') return [`${outcome.name} could not be run: ${outcome.error}`];
    const found = outcome.firstDivergence ? [`first divergence: ${outcome.firstDivergence}`] : [];
    return [...(outcome.notes ?? []), ...found].map((note) => `${outcome.name}: ${note}`);
  });
  return [...lines, ...(remarks.length > 0 ? ['', ...remarks] : [])].join('\n');
}
