/** Reads a page of a security log. */
import type { Deps } from '#server/deps.ts';
import type { SecurityEventPage } from '#shared/identity/security-log.ts';

const eventsOnAPage = 20;

/** Returns events, newest first. With `before`, returns only those older than that event. */
export async function securityLogPage(
  { securityEvents }: Pick<Deps, 'securityEvents'>,
  userId: number,
  before: number | undefined,
): Promise<SecurityEventPage> {
  const events = await securityEvents.listForUser(userId, {
    ...(before === undefined ? {} : { before }),
    limit: eventsOnAPage + 1,
  });
  const shown = events.slice(0, eventsOnAPage);
  return { events: shown, next: events.length > eventsOnAPage ? (shown.at(-1)?.id ?? null) : null };
}
