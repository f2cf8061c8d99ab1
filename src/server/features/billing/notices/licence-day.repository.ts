/** Finds licences whose end or next charge is near. Reads tables that other repositories write. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select, wordColumn } from '#server/platform/database/statements.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { Frequency } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';

const LicenceDays = z.object({
  id: column.number,
  stream: column.text,
  status: LicenceStatus,
  frequency: Frequency,
  validUntil: CalendarDate,
  pausedFrom: CalendarDate.nullable(),
  endsOn: CalendarDate.nullable(),
  /** Null if no subscription pays for the licence. */
  subscriptionStatus: wordColumn<SubscriptionStatus>().nullable(),
  nextBillOn: CalendarDate.nullable(),
  failedAttempts: column.number.nullable(),
});

/** A licence with the days that notices depend on. */
export type LicenceDays = z.output<typeof LicenceDays>;

export interface DayRange {
  from: CalendarDate;
  to: CalendarDate;
}

const columns = `l.id, l.stream, l.status, p.frequency, l.valid_until_at AS validUntil, l.paused_from AS pausedFrom,
  l.ends_on AS endsOn, s.status AS subscriptionStatus, s.next_bill_on AS nextBillOn,
  s.failed_attempts AS failedAttempts`;

const joined = 'JOIN plans p ON p.id = l.plan_id LEFT JOIN subscriptions s ON s.stream = l.stream';

/** A page of rows, in the order of their IDs. `after` is the last ID of the previous page. */
interface Page {
  after: number;
  limit: number;
}

export type LicenceDayRepository = ReturnType<typeof licenceDayRepository>;

export function licenceDayRepository(db: Sequelize, transaction?: Transaction) {
  /**
   * `due` selects the IDs of the licences. It is a derived table, because a database would run a condition with IN and
   * UNION for each row of the table.
   */
  const page = (due: string, range: DayRange & Page): Promise<LicenceDays[]> =>
    select(
      db,
      LicenceDays,
      `SELECT ${columns} FROM (${due}) AS due JOIN licences l ON l.id = due.id ${joined}
       WHERE l.id > :after ORDER BY l.id LIMIT :limit`,
      { ...range },
      transaction,
    );

  return {
    /** Returns licences of which one of the days that determine their end is in the range. */
    endingIn: (range: DayRange & Page): Promise<LicenceDays[]> =>
      page(
        // One index per column. A single condition with OR would read the whole table.
        ['valid_until_at', 'ends_on', 'paused_from']
          .map((day) => `SELECT id FROM licences WHERE ${day} BETWEEN :from AND :to`)
          .join(' UNION '),
        range,
      ),

    /** Returns licences whose subscription is charged next on a day in the range. */
    chargedIn: (range: DayRange & Page): Promise<LicenceDays[]> =>
      page(
        `SELECT o.id FROM subscriptions c JOIN licences o ON o.stream = c.stream
         WHERE c.next_bill_on BETWEEN :from AND :to`,
        range,
      ),
  };
}
