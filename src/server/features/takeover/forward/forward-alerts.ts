/**
 * Hands the alerts that Paddle has delivered here to the PHP portal, exactly as Paddle signed them. With this, going
 * back to the PHP portal shortly after the switch loses no purchase.
 */
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { PhpPortalFailed } from '#server/platform/php-portal/errors.ts';
import type { PhpPortal } from '#server/platform/php-portal/php-portal.ts';

/** Under this name the progress is stored, so that no alert is handed over twice. */
const job = 'takeover_forward';
const page = 100;
/** Number of refused alerts that are remembered, so that the next run hands them over again. */
const rememberedRefusals = 60;
const listedAccounts = 1_000;

const Progress = z.object({
  to: z.string(),
  since: z.string(),
  /** Alerts up to this ID were handed over. */
  done: z.number(),
  refused: z.array(z.number()),
});

export interface Forwarded {
  /** Alerts that the PHP portal accepted in this run. */
  accepted: number;
  /** Alerts that it refused, with the status of its answer. The next run hands them over again. */
  refused: { id: number; type: string; status: number }[];
  /** Alerts that can't be handed over, because they no longer have Paddle's signature: their customers were erased. */
  unsigned: number[];
  /** The first thousand accounts that were registered here since, which the PHP portal doesn't have. */
  registered: { id: number; createdAt: Date }[];
  /** Why the run ended early; null if it is complete. Started again, it goes on where it ended. */
  interruption: string | null;
}

export interface Forward {
  portal: Pick<PhpPortal, 'deliver'>;
  /** The address of the PHP portal, for the progress. */
  to: string;
  since: Date;
}

type ForwardDeps = Pick<Deps, 'accounts' | 'events' | 'jobs' | 'paddle'>;

/** Returns the form that Paddle sent, or null if its signature no longer fits. */
function signedForm({ paddle }: ForwardDeps, { payload }: LoggedEvent): URLSearchParams | null {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value !== 'string') return null;
    form.append(name, value);
  }
  return paddle.readAlert(Buffer.from(form.toString())).status === 'proven' ? form : null;
}

/**
 * Hands over every alert received since the given instant, in the order in which it arrived. Goes on where an earlier
 * run with the same address and instant ended, and repeats what was refused then. Changes nothing here but its own
 * progress.
 */
export async function forwardAlerts(deps: ForwardDeps, { portal, to, since }: Forward): Promise<Forwarded> {
  const stored = await deps.jobs.progressOf(job);
  const earlier = stored === null ? null : Progress.parse(JSON.parse(stored));
  const isSame = earlier?.to === to && earlier.since === since.toISOString();
  const again = isSame ? earlier.refused : [];
  let done = isSame ? earlier.done : 0;
  const result: Forwarded = { accepted: 0, refused: [], unsigned: [], registered: [], interruption: null };
  const note = (left: readonly number[]) => {
    const refused = [...left, ...result.refused.map(({ id }) => id)].slice(0, rememberedRefusals);
    return deps.jobs.noteProgress(job, JSON.stringify({ to, since, done, refused }));
  };

  async function handOver(event: LoggedEvent): Promise<void> {
    const form = signedForm(deps, event);
    if (!form) {
      result.unsigned.push(event.id);
      return;
    }
    const status = await portal.deliver(form);
    if (status === 200) result.accepted += 1;
    else result.refused.push({ id: event.id, type: event.type, status });
  }

  result.registered = await deps.accounts.listRegisteredSince(since, listedAccounts);
  try {
    for (const [index, id] of again.entries()) {
      const [event] = await deps.events.findByIds([id]);
      if (event) await handOver(event);
      await note(again.slice(index + 1));
    }
    if (done === 0) done = ((await deps.events.firstDeliveredSince(since)) ?? 1) - 1;
    for (;;) {
      const events = await deps.events.listDelivered({ since, after: done, limit: page });
      for (const event of events) {
        await handOver(event);
        done = event.id;
        await note([]);
      }
      if (events.length < page) break;
    }
  } catch (error) {
    if (!(error instanceof PhpPortalFailed)) throw error;
    result.interruption = error.message;
  }
  return result;
}
