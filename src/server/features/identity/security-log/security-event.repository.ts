/**
 * Stores the security log: successful and failed sign-ins, and every change of sign-in methods. Rows are never updated.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { detailInWords } from '#server/features/identity/sign-in-methods/method-labels.ts';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, insert, millisecondsOf, select } from '#server/platform/database/statements.ts';
import {
  SecurityEventKind,
  type SecurityEventView,
  securityEventKinds,
} from '#shared/identity/security-log.ts';

export const securityEventRetention: Retention = {
  table: 'security_events',
  where: 'occurred_at < :yearAgo',
  daysAgo: { yearAgo: 366 },
  order: 'occurred_at, id',
};

export interface NewSecurityEvent {
  userId: number;
  kind: SecurityEventKind;
  /** Detail of the event: the name of a passkey or token, or a provider. Never an address or a secret. */
  detail?: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  /** Time of the event. This is real time, even in the demo. */
  at: Date;
}

const EventRow = z.object({
  id: column.number,
  kind: column.text,
  detail: column.text.nullable(),
  ipAddress: column.text.nullable(),
  userAgent: column.text.nullable(),
  occurredAt: column.milliseconds,
});

/**
 * Converts rows for display. Leaves out kinds of events that this release has no text for, in case the portal was
 * rolled back from a later release.
 */
const toView = ({ kind, detail, ...rest }: z.output<typeof EventRow>): SecurityEventView[] => {
  const known = SecurityEventKind.safeParse(kind);
  if (!known.success) return [];
  return [{ ...rest, kind: known.data, detail: detailInWords({ kind, detail }) }];
};

const columns = `id, kind, detail, ip_address AS ipAddress, user_agent AS userAgent,
  ${millisecondsOf('occurred_at')} AS occurredAt`;

export type SecurityEventRepository = ReturnType<typeof securityEventRepository>;

export function securityEventRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Adds an event and returns its ID. */
    async add({ userId, kind, detail, ipAddress, userAgent, at }: NewSecurityEvent): Promise<number> {
      const { insertId } = await insert(
        db,
        `INSERT INTO security_events (user_id, kind, detail, ip_address, user_agent, occurred_at)
         VALUES (:userId, :kind, :detail, :ipAddress, :userAgent, :at)`,
        {
          userId,
          kind,
          detail: detail?.slice(0, 255) ?? null,
          ipAddress: ipAddress?.slice(0, 64) ?? null,
          userAgent: userAgent?.slice(0, 500) ?? null,
          at,
        },
        transaction,
      );
      return insertId;
    },

    /** Returns an event with the ID of its account, for the e-mail about it. */
    async findById(id: number): Promise<(SecurityEventView & { userId: number }) | null> {
      const [row] = await select(
        db,
        EventRow.extend({ userId: column.number }),
        `SELECT ${columns}, user_id AS userId FROM security_events WHERE id = :id`,
        { id },
        transaction,
      );
      if (!row) return null;
      const { userId, ...stored } = row;
      const [event] = toView(stored);
      return event ? { ...event, userId } : null;
    },

    /**
     * Returns a customer's events of the kinds that this release knows, newest first, optionally only those with an ID
     * below `before`.
     */
    async listForUser(
      userId: number,
      page: { before?: number; limit: number },
    ): Promise<SecurityEventView[]> {
      const rows = await select(
        db,
        EventRow,
        `SELECT ${columns} FROM security_events
         WHERE user_id = :userId AND kind IN (:known) ${page.before === undefined ? '' : 'AND id < :before'}
         ORDER BY id DESC LIMIT :limit`,
        { userId, known: securityEventKinds, ...page },
        transaction,
      );
      return rows.flatMap(toView);
    },

    /** Returns true if the account was created since the given time and no sign-in to it is logged. */
    async awaitsFirstSignIn(userId: number, madeSince: Date): Promise<boolean> {
      const rows = await select(
        db,
        EventRow.pick({ id: true }),
        `SELECT id FROM users WHERE id = :userId AND created_at >= :madeSince AND NOT EXISTS
           (SELECT * FROM security_events WHERE user_id = :userId AND kind = 'signed_in')`,
        { userId, madeSince },
        transaction,
      );
      return rows.length > 0;
    },
  };
}
