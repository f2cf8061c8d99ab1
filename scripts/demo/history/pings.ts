/** Makes up the pings of the demo's instance in the month before the demo begins. */
import type { PingCount } from '#server/features/instances/ping-counts/ping-count.repository.ts';
import { addDays, type CalendarDate } from '#shared/dates.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import { createChance } from './chance.ts';

const days = 29;

/** Returns the pings by day and outcome, up to yesterday. On two of the days, unknown keys were sent. */
export function pingsOfLastMonth(clientId: string, today: CalendarDate): PingCount[] {
  const chance = createChance(30);
  return Array.from({ length: days }, (_, index) => index - days).flatMap((ago) => {
    const counts: Partial<Record<PingOutcome, number>> = {
      good: chance.between(90, 160),
      ended: chance.between(4, 11),
      unknown: chance.between(0, 3) + (ago === -9 || ago === -8 ? 14 : 0),
      malformed: chance.between(0, 1),
      token_refused: chance.between(0, 2),
      // An instance whose token was revoked keeps asking.
      token_revoked: ago > -7 ? chance.between(1, 4) : 0,
    };
    const day = addDays(today, ago);
    return (Object.entries(counts) as [PingOutcome, number][]).flatMap(([outcome, total]) =>
      total === 0 ? [] : [{ day, clientId, outcome, total }],
    );
  });
}
