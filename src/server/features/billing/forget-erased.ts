/** What comes late about somebody who was erased never brings them back. */
import type { Deps } from '../../deps.ts';
import type { NewEvent } from './event.repository.ts';
import { blankEvent, paddleUserOf } from './without-person.ts';

/**
 * The events as they may be stored: of buyers at Paddle who were erased, without the person. Who came back is
 * another matter: a purchase by a pay link of an account that exists is stored whole. The digest of an alert stays
 * the one of the whole, so that it is recognised when Paddle sends it again.
 */
export async function forgetErased(
  deps: Pick<Deps, 'paddle' | 'paddleCustomers' | 'accounts'>,
  events: readonly NewEvent[],
): Promise<NewEvent[]> {
  const buyers = new Set(events.flatMap((event) => paddleUserOf(deps.paddle, event) ?? []));
  if (buyers.size === 0) return [...events];
  const erased = await deps.paddleCustomers.erasedAmong([...buyers]);
  if (erased.size === 0) return [...events];
  const customerOf = ({ payload }: NewEvent) => deps.paddle.aboutWhom(payload).customerId;
  const isErased = (event: NewEvent) => erased.has(paddleUserOf(deps.paddle, event) ?? 0);
  const accounts = await deps.accounts.findByIds(
    events.filter(isErased).flatMap((event) => customerOf(event) ?? []),
  );
  return events.map((event) =>
    isErased(event) && !accounts.has(customerOf(event) ?? 0) ? blankEvent(deps.paddle, event) : event,
  );
}
