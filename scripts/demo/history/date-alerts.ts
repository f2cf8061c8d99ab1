/**
 * Dates the alerts of the history. They are all delivered when the demo begins, but the overview of administration
 * shows them by day of arrival, as if the portal had been there when they were sent.
 */
import { openDatabase } from '#server/platform/database/connection.ts';
import { dayMs } from '#shared/durations.ts';

/** Sets the time of arrival of alerts that are older than a day to the time at which Paddle says they happened. */
export async function dateAlerts(databaseUrl: string, now: Date): Promise<void> {
  const db = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    await db.query(
      `UPDATE billing_events SET received_at = occurred_at
       WHERE source = 'paddle_alert' AND occurred_at < :before`,
      { replacements: { before: new Date(now.getTime() - dayMs) } },
    );
  } finally {
    await db.close();
  }
}
