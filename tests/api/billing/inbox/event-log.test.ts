/** Tests that the event log stores every event it can, even if another event in the same batch can't be stored. */
import { QueryTypes } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { eventRepository } from '#server/features/billing/event-log/event.repository.ts';
import type { NewEvent } from '#server/features/billing/event-log/events.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const at = new Date('2026-01-12T09:00:00Z');

const event = (alertId: string): NewEvent => ({
  ...{ source: 'paddle_alert', type: 'subscription_created', stream: 'subscription:1', state: 'pending' },
  ...{ payload: { alert_id: alertId }, occurredAt: at, receivedAt: at, alertId },
});
/** An event that can't be stored, because its alert ID is too long for the column. */
const unstorable = event('9'.repeat(65));
const stored = async () =>
  (
    await test.db.query<{ alertId: string }>(
      'SELECT alert_id AS alertId FROM billing_events ORDER BY alert_id',
      { type: QueryTypes.SELECT },
    )
  ).map(({ alertId }) => alertId);

describe('Events added together', () => {
  it('are stored except for the invalid one, which is reported', async () => {
    const log = eventRepository(test.db);
    await log.append(event('1'));
    const answers = await log.appendEach([event('2'), unstorable, event('1'), event('3')]);
    expect(answers).toEqual(['appended', { refused: expect.any(Error) }, 'known', 'appended']);
    expect(await log.appendEach([unstorable])).toEqual([{ refused: expect.any(Error) }]);
    expect(await log.appendEach([event('4'), event('5')])).toEqual(['appended', 'appended']);
    expect(await stored()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('are rejected as a whole when the database is unreachable', async () => {
    const gone = openDatabase({ url: test.url.replace(/:\d+\//, ':1/') });
    try {
      await expect(eventRepository(gone).appendEach([event('1'), event('2')])).rejects.toThrow();
      expect(await stored()).toEqual([]);
    } finally {
      await gone.close();
    }
  });
});
