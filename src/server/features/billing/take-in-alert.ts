/** Stores a proven alert, then applies it. */
import type { Deps } from '../../deps.ts';
import type { Alert } from '../../platform/paddle/port.ts';
import { type Applied, applyEvents, subscriptionSubject } from './apply-events.ts';

/** What became of an alert, in words that Paddle's delivery log may show. */
export type TakenIn =
  | { result: 'known' }
  | { result: 'stored' }
  | { result: 'senseless'; problem: string }
  | { result: 'applied'; licence: 'issued' | 'changed' | 'unchanged' }
  | { result: 'waiting' | 'failed'; problem: string };

/**
 * The alert is in the log when this returns, whatever became of it: whoever calls may answer 200. A failure to
 * apply it is not the caller's: the event is still pending and the sweeper takes it up.
 */
export async function takeInAlert(
  deps: Pick<Deps, 'events' | 'paddle' | 'transaction' | 'now' | 'log'>,
  alert: Alert,
): Promise<TakenIn> {
  const meaning = deps.paddle.understandAlert(alert.payload);
  const subject = alert.subscriptionId === null ? null : subscriptionSubject(alert.subscriptionId);
  const receivedAt = deps.now();
  const appended = await deps.events.append({
    source: 'paddle_alert',
    type: alert.name,
    subject,
    payload: alert.payload,
    occurredAt: alert.occurredAt ?? receivedAt,
    receivedAt,
    alertId: alert.alertId,
    digest: alert.digest,
    ...(meaning.status === 'fact' && subject !== null
      ? { state: 'pending' }
      : meaning.status === 'unhandled'
        ? { state: 'stored' }
        : {
            state: 'failed',
            error: meaning.status === 'senseless' ? meaning.problem : 'it names no subscription',
          }),
  });
  if (appended.status === 'known') return { result: 'known' };
  if (meaning.status === 'senseless') return { result: 'senseless', problem: meaning.problem };
  if (meaning.status === 'unhandled' || subject === null) return { result: 'stored' };
  try {
    return inWords(await applyEvents(deps, subject));
  } catch (error) {
    // No fault yet: races and outages mend themselves, and the sweeper speaks up about what does not.
    deps.log.warn({ err: error, eventId: appended.id }, 'an alert is stored but could not be applied yet');
    return { result: 'waiting', problem: 'it is stored and will be applied shortly' };
  }
}

function inWords(applied: Applied): TakenIn {
  return applied.status === 'applied'
    ? { result: 'applied', licence: applied.licence }
    : { result: applied.status, problem: applied.reason };
}
