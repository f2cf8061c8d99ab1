/**
 * Stores the audit log. Rows are only added, with one exception: erasing a person removes the reason and the facts from
 * the rows about them. Who did what, when and on which account stays. The log is kept without end, because it must be
 * able to answer for refunds and licences as long as the receipts exist.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, insert, select, wordColumn } from '#server/platform/database/statements.ts';
import { type KeysetPlace, readingOrder } from '#server/platform/lists/keyset-page.ts';
import type { Act } from '#shared/administration/acts.ts';
import {
  type AuditEntry,
  AuditFacts,
  type AuditFilter,
  type AuditOutcome,
  type AuditSubjectKind,
} from '#shared/administration/audit.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { addDays, startOfDay } from '#shared/dates.ts';

/** What an act concerns. The account and the stream are what erasure finds the row by. */
export interface AuditSubject {
  kind: AuditSubjectKind;
  id: string | number;
  /** The account whose thing it is; null if it has no owner, or concerns no account. */
  userId: number | null;
  /** The stream of a purchase, which may have no owner. */
  stream?: string | null;
}

export interface NewAuditEntry {
  /** Null for the operator, who works on the command line. */
  actor: { userId: number; role: AdministratorRole } | null;
  act: Act;
  outcome: AuditOutcome;
  errorCode?: string | null;
  subject: AuditSubject | null;
  reason: string | null;
  before?: AuditFacts | null;
  after?: AuditFacts | null;
  intentId?: number | null;
  requestId?: string | null;
  /** Real time. */
  at: Date;
}

const facts = column.text
  .nullable()
  .transform((text) => (text === null ? null : AuditFacts.parse(JSON.parse(text))));

const EntryRow = z.object({
  id: column.number,
  at: column.instant,
  actorId: column.number.nullable(),
  actorName: column.text.nullable(),
  actorRole: wordColumn<AdministratorRole>().nullable(),
  act: column.text,
  outcome: wordColumn<AuditOutcome>(),
  errorCode: column.text.nullable(),
  subjectKind: wordColumn<AuditSubjectKind>().nullable(),
  subjectId: column.text.nullable(),
  customerId: column.number.nullable(),
  customerName: column.text.nullable(),
  reason: column.text.nullable(),
  before: facts,
  after: facts,
  intentId: column.number.nullable(),
  requestId: column.text.nullable(),
  isRedacted: column.flag,
});

const toEntry = ({
  actorId,
  actorName,
  customerId,
  customerName,
  subjectKind,
  subjectId,
  ...row
}: z.output<typeof EntryRow>): AuditEntry => ({
  ...row,
  actor: actorId === null ? null : { id: actorId, name: actorName },
  customer: customerId === null ? null : { id: customerId, name: customerName },
  subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId },
});

const jsonOf = (given: AuditFacts | null | undefined): string | null =>
  given == null ? null : JSON.stringify(given);

export type AuditLogRepository = ReturnType<typeof auditLogRepository>;

export function auditLogRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Adds an entry and returns its ID. Throws if an intent already has an outcome. */
    async add(entry: NewAuditEntry): Promise<number> {
      const { actor, subject } = entry;
      const { insertId } = await insert(
        db,
        `INSERT INTO audit_log (happened_at, actor_user_id, actor_role, act, outcome, error_code, subject_kind,
           subject_id, subject_user_id, subject_stream, reason, values_before, values_after, intent_id, request_id)
         VALUES (:at, :actorId, :actorRole, :act, :outcome, :errorCode, :subjectKind,
           :subjectId, :subjectUserId, :subjectStream, :reason, :before, :after, :intentId, :requestId)`,
        {
          at: entry.at,
          actorId: actor?.userId ?? null,
          actorRole: actor?.role ?? null,
          act: entry.act,
          outcome: entry.outcome,
          errorCode: entry.errorCode ?? null,
          subjectKind: subject?.kind ?? null,
          subjectId: subject === null ? null : String(subject.id),
          subjectUserId: subject?.userId ?? null,
          subjectStream: subject?.stream ?? null,
          reason: entry.reason,
          before: jsonOf(entry.before),
          after: jsonOf(entry.after),
          intentId: entry.intentId ?? null,
          requestId: entry.requestId?.slice(0, 64) ?? null,
        },
        transaction,
      );
      return insertId;
    },

    /**
     * Returns entries, newest first: the newest ones or, if there is a position, those next to it on its older or newer
     * side. The filters are exact. The order is total, so entries of the same instant are neither skipped nor repeated
     * between pages.
     */
    async list(
      { actorId, customerId, act, from, to }: AuditFilter,
      { limit, ...place }: KeysetPlace & { limit: number },
    ): Promise<AuditEntry[]> {
      const { position, beyond, order, newestFirst } = readingOrder(place);
      const conditions = [
        ...(actorId === undefined ? [] : ['a.actor_user_id = :actorId']),
        ...(customerId === undefined ? [] : ['a.subject_user_id = :customerId']),
        ...(act === undefined ? [] : ['a.act = :act']),
        ...(from === undefined ? [] : ['a.happened_at >= :from']),
        ...(to === undefined ? [] : ['a.happened_at < :until']),
        // The first condition is the range that the index is read in.
        ...(position === undefined
          ? []
          : [
              `a.happened_at ${beyond}= :at`,
              `(a.happened_at ${beyond} :at OR (a.happened_at = :at AND a.id ${beyond} :id))`,
            ]),
      ];
      const rows = await select(
        db,
        EntryRow,
        `SELECT a.id, a.happened_at AS at, a.actor_user_id AS actorId, actors.name AS actorName,
           a.actor_role AS actorRole, a.act, a.outcome, a.error_code AS errorCode, a.subject_kind AS subjectKind,
           a.subject_id AS subjectId, a.subject_user_id AS customerId, customers.name AS customerName, a.reason,
           a.values_before AS \`before\`, a.values_after AS after, a.intent_id AS intentId,
           a.request_id AS requestId, a.redacted_at IS NOT NULL AS isRedacted
         FROM audit_log a
         LEFT JOIN users actors ON actors.id = a.actor_user_id
         LEFT JOIN users customers ON customers.id = a.subject_user_id
         ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
         ORDER BY a.happened_at ${order}, a.id ${order} LIMIT :limit`,
        {
          ...{ actorId, customerId, act, at: position?.at, id: position?.id, limit },
          from: from && startOfDay(from),
          until: to && startOfDay(addDays(to, 1)),
        },
        transaction,
      );
      return newestFirst(rows.map(toEntry));
    },

    /**
     * Removes the reason and the facts from all entries about an erased person, found by the account and by the streams
     * of purchases.
     */
    async redact({
      userId,
      streams,
      at,
    }: {
      userId: number | null;
      streams: readonly string[];
      at: Date;
    }): Promise<void> {
      const whose = [
        ...(userId === null ? [] : ['subject_user_id = :userId']),
        ...(streams.length === 0 ? [] : ['subject_stream IN (:streams)']),
      ];
      if (whose.length === 0) return;
      await execute(
        db,
        `UPDATE audit_log SET reason = NULL, values_before = NULL, values_after = NULL, redacted_at = :at
         WHERE redacted_at IS NULL AND (${whose.join(' OR ')})`,
        { userId: userId ?? undefined, streams: [...streams], at },
        transaction,
      );
    },
  };
}
