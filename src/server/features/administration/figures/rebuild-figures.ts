/** Calculates all figures again from the event log, and compares them with the stored ones. */
import { messageOf } from '#server/platform/observability/message-of.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { differenceOf, type Figure, startSum } from './figure.ts';
import { type FiguresDeps, figureStreams, figuresJob } from './update-figures.ts';

const page = 100;

interface RebuiltFigures {
  streams: number;
  /** Streams whose stored figures differed from those that follow from the log. */
  changed: number;
  /** Sums of days that differed from the sum of what all streams contribute: what was added to correct them. */
  corrected: Figure[];
  failures: { stream: string; problem: string }[];
}

/** Calculates every stream again. Each page is a transaction of its own. */
async function figureAll(deps: FiguresDeps): Promise<Omit<RebuiltFigures, 'corrected'>> {
  const rebuilt: Omit<RebuiltFigures, 'corrected'> = { streams: 0, changed: 0, failures: [] };
  for (let after = ''; ; ) {
    const listed = await deps.streams.listVersions({ after, limit: page });
    const last = listed.at(-1);
    if (!last) return rebuilt;
    const { changed, failures } = await figureStreams(deps, listed);
    rebuilt.streams += listed.length;
    rebuilt.changed += changed;
    rebuilt.failures.push(
      ...failures.map(({ stream, problem }) => ({ stream, problem: messageOf(problem) })),
    );
    after = last.stream;
  }
}

/** Corrects sums of days that aren't the sum of what the streams contribute, for example after an edit by hand. */
async function correctDays(deps: FiguresDeps): Promise<Figure[]> {
  return deps.transaction(async (bound) => {
    const sum = startSum();
    for (let after = ''; ; ) {
      const listed = await bound.figures.listStreams({ after, limit: page });
      for (const { figures } of listed) for (const figure of figures) sum.add(figure);
      const last = listed.at(-1);
      if (!last) break;
      after = last.stream;
    }
    const corrected = differenceOf(await bound.figures.listAllDays(), sum.list());
    await bound.figures.addToDays(corrected);
    return corrected;
  });
}

/**
 * Rebuilds the figures while the portal runs. Takes the lease of the background job, so that nothing else changes
 * figures meanwhile. Returns null if another process holds it.
 */
export async function rebuildFigures(deps: FiguresDeps): Promise<RebuiltFigures | null> {
  let rebuilt: RebuiltFigures | null = null;
  let failure: unknown = null;
  await runIfDue(deps, {
    name: figuresJob,
    next: (now) => now,
    run: async () => {
      try {
        rebuilt = { ...(await figureAll(deps)), corrected: await correctDays(deps) };
      } catch (error) {
        // Rejecting would postpone the background job.
        failure = error;
      }
    },
  });
  if (failure !== null) throw failure;
  return rebuilt;
}
