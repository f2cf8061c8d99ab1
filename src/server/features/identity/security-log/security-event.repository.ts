/** The security log of an account: sign-ins, failures, and every change of its sign-in methods. Rows are never rewritten. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { detailInWords } from '#server/features/identity/sign-in-methods/method-labels.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';
import {
  SecurityEventKind,
  type SecurityEventView,
  securityEventKinds,
} from '#shared/identity/security-log.ts';

export interface NewSecurityEvent {
  userId: number;
  kind: SecurityEventKind;
  /** What it was about: the name of a passkey or token, a provider. Never an address, never a secret. */
  detail?: string | null;
  ipAddress: string | null;
  userAgent: string | null;
  /** Real time. */
  at: Date;
}

interface Row extends Omit<SecurityEventView, 'kind' | 'occurredAt'> {
  kind: string;
  /** Milliseconds since 1970. */
  occurredAt: number;
}

/** Of a later release's kinds, after a step back, there is no sentence: they are left out. */
const toView = ({ kind, detail, occurredAt, ...rest }: Row): SecurityEventView[] => {
  const known = SecurityEventKind.safeParse(kind);
  if (!known.success) return [];
  return [
    { ...rest, kind: known.data, detail: detailInWords({ kind, detail }), occurredAt: new Date(occurredAt) },
  ];
};

const columns = `id, kind, detail, ip_address AS ipAddress, user_agent AS userAgent,
  ${millisecondsOf('occurred_at')} AS occurredAt`;

export type SecurityEventRepository = ReturnType<typeof securityEventRepository>;

export function securityEventRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};
  return {
    /** Answers its id. */
    async add({ userId, kind, detail, ipAddress, userAgent, at }: NewSecurityEvent): Promise<number> {
      const [id] = await db.query(
        `INSERT INTO security_events (user_id, kind, detail, ip_address, user_agent, occurred_at)
         VALUES (:userId, :kind, :detail, :ipAddress, :userAgent, :at)`,
        {
          type: QueryTypes.INSERT,
          replacements: {
            userId,
            kind,
            detail: detail?.slice(0, 255) ?? null,
            ipAddress: ipAddress?.slice(0, 64) ?? null,
            userAgent: userAgent?.slice(0, 500) ?? null,
            at,
          },
          ...scope,
        },
      );
      return id;
    },

    /** With whose it is; for mails, which are told what an event was about. */
    async findById(id: number): Promise<(SecurityEventView & { userId: number }) | null> {
      const [row] = await db.query<Row & { userId: number }>(
        `SELECT ${columns}, user_id AS userId FROM security_events WHERE id = :id`,
        { type: QueryTypes.SELECT, replacements: { id }, ...scope },
      );
      const [event] = row ? toView(row) : [];
      return row && event ? { ...event, userId: row.userId } : null;
    },

    /** A customer's own, the newest first, of kinds that this release knows; those before that one where told. */
    async listForUser(
      userId: number,
      page: { before?: number; limit: number },
    ): Promise<SecurityEventView[]> {
      const rows = await db.query<Row>(
        `SELECT ${columns} FROM security_events
         WHERE user_id = :userId AND kind IN (:known) ${page.before === undefined ? '' : 'AND id < :before'}
         ORDER BY id DESC LIMIT :limit`,
        {
          type: QueryTypes.SELECT,
          replacements: { userId, known: [...securityEventKinds], ...page },
          ...scope,
        },
      );
      return rows.flatMap(toView);
    },

    /** Whether the account was made since then, and has not been signed in to yet. */
    async awaitsFirstSignIn(userId: number, madeSince: Date): Promise<boolean> {
      const rows = await db.query(
        `SELECT id FROM users WHERE id = :userId AND created_at >= :madeSince AND NOT EXISTS
           (SELECT * FROM security_events WHERE user_id = :userId AND kind = 'signed_in')`,
        { type: QueryTypes.SELECT, replacements: { userId, madeSince }, ...scope },
      );
      return rows.length > 0;
    },
  };
}
