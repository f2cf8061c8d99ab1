/**
 * Stores the changes that customers ask for. The database decides between two tabs: a request is stored only once, and
 * a subscription has at most one open change.
 */
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { z } from 'zod';
import { KeepWish, linkExpired } from '#server/features/billing/keep/keep-intent.ts';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import {
  column,
  execute,
  insert,
  jsonColumn,
  millisecondsOf,
  select,
  type Values,
  wordColumn,
} from '#server/platform/database/statements.ts';
import { ConcurrencyConflictError } from '#server/platform/database/transactions.ts';
import type { ChangeKind, ChangeProgress } from '#shared/billing/changes.ts';
import { CalendarDate } from '#shared/dates.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { Money } from '#shared/money.ts';

/** Refused changes are kept for support. All others explain what Paddle charged, and stay as long as the account. */
export const subscriptionChangeRetention: Retention = {
  table: 'subscription_changes',
  where: "state = 'refused' AND asked_at < :refusedAgo",
  daysAgo: { refusedAgo: 90 },
  clock: 'business',
  order: 'asked_at, id',
};

/** What was asked for. Fields that don't apply to the kind of change are absent. */
const Wanted = z.object({
  quantity: z.int().optional(),
  planId: z.int().optional(),
  paddlePlanId: z.int().optional(),
  keep: KeepWish.optional(),
});
export type StoredWish = z.infer<typeof Wanted>;

/** What the customer was shown before confirming. */
const Shown = z.object({
  today: Money,
  next: z.object({ amount: Money, on: CalendarDate }).nullable(),
  source: z.enum(['paddle', 'calculated']),
});
export type ShownCost = z.infer<typeof Shown>;

const Row = z.object({
  id: column.number,
  publicId: column.text,
  requestId: column.text,
  userId: column.number,
  /** The administrator who asked for it; null if the customer did. */
  administratorId: column.number.nullable(),
  licenceId: column.number,
  stream: column.text,
  kind: wordColumn<ChangeKind>(),
  wanted: jsonColumn(Wanted),
  preview: jsonColumn(Shown).nullable(),
  state: wordColumn<ChangeProgress['state']>(),
  refusal: wordColumn<ErrorCode>().nullable(),
  reason: column.text.nullable(),
  askedAt: column.milliseconds,
  calledAt: column.milliseconds.nullable(),
  settledAt: column.milliseconds.nullable(),
  expiresAt: column.milliseconds.nullable(),
});
export type StoredChange = z.output<typeof Row>;

const UnknownCharge = z.object({ stream: column.text, planId: column.number, quantity: column.number });
type UnknownCharge = z.output<typeof UnknownCharge>;

const columns = `id, public_id AS publicId, request_id AS requestId, user_id AS userId,
  administrator_id AS administratorId, licence_id AS licenceId, stream, kind, wanted, preview, state, refusal, reason, ${millisecondsOf('asked_at')} AS askedAt,
  ${millisecondsOf('called_at')} AS calledAt, ${millisecondsOf('settled_at')} AS settledAt,
  ${millisecondsOf('expires_at')} AS expiresAt`;

export interface NewChange
  extends Pick<
    StoredChange,
    'publicId' | 'requestId' | 'userId' | 'licenceId' | 'stream' | 'kind' | 'wanted' | 'askedAt'
  > {
  /** The administrator who asks for it on behalf of the customer. */
  administratorId?: number | null;
  preview?: ShownCost | null;
  expiresAt?: Date | null;
  /** Stores a change that a rule forbids. It is never open. */
  refusal?: ErrorCode;
}

/**
 * `request_known`: this request has been stored before. `another_open`: another change of the subscription is still
 * open.
 */
export type AddedChange = 'added' | 'request_known' | 'another_open';

/**
 * Value that must be unique among open changes. A cancellation doesn't wait for other changes, because leaving must be
 * easy, so it has a value of its own.
 */
const openStreamOf = ({ stream, kind }: Pick<NewChange, 'stream' | 'kind'>): string =>
  kind === 'cancel' ? `cancel:${stream}` : stream;

export type SubscriptionChangeRepository = ReturnType<typeof subscriptionChangeRepository>;

export function subscriptionChangeRepository(db: Sequelize, transaction?: Transaction) {
  const find = (rest: string, values: Values): Promise<StoredChange[]> =>
    select(db, Row, `SELECT ${columns} FROM subscription_changes WHERE ${rest}`, values, transaction);
  const findOne = async (rest: string, values: Values): Promise<StoredChange | null> =>
    (await find(rest, values))[0] ?? null;

  return {
    /** Stores a change: open, or refused if it has a `refusal`. */
    async add(change: NewChange): Promise<AddedChange> {
      const { refusal = null } = change;
      try {
        await insert(
          db,
          `INSERT INTO subscription_changes (public_id, request_id, user_id, administrator_id, licence_id, stream, kind, wanted,
             preview, state, refusal, open_stream, asked_at, settled_at, expires_at)
           VALUES (:publicId, :requestId, :userId, :administratorId, :licenceId, :stream, :kind, :wanted,
             :preview, :state, :refusal, :openStream, :askedAt, :settledAt, :expiresAt)`,
          {
            publicId: change.publicId,
            requestId: change.requestId,
            userId: change.userId,
            administratorId: change.administratorId ?? null,
            licenceId: change.licenceId,
            stream: change.stream,
            kind: change.kind,
            wanted: JSON.stringify(change.wanted),
            preview: change.preview ? JSON.stringify(change.preview) : null,
            state: refusal === null ? 'asked' : 'refused',
            refusal,
            openStream: refusal === null ? openStreamOf(change) : null,
            askedAt: change.askedAt,
            settledAt: refusal === null ? null : change.askedAt,
            expiresAt: change.expiresAt ?? null,
          },
          transaction,
        );
        return 'added';
      } catch (error) {
        if (!(error instanceof UniqueConstraintError)) throw error;
        const known = await findOne('user_id = :userId AND request_id = :requestId', {
          userId: change.userId,
          requestId: change.requestId,
        });
        return known ? 'request_known' : 'another_open';
      }
    },

    findByRequest: (userId: number, requestId: string): Promise<StoredChange | null> =>
      findOne('user_id = :userId AND request_id = :requestId', { userId, requestId }),

    findByPublicId: (publicId: string): Promise<StoredChange | null> =>
      findOne('public_id = :publicId', { publicId }),

    findForUser: (userId: number, publicId: string): Promise<StoredChange | null> =>
      findOne('public_id = :publicId AND user_id = :userId', { publicId, userId }),

    /** Returns all changes of a customer, oldest first. */
    listForUser: (userId: number): Promise<StoredChange[]> => find('user_id = ? ORDER BY id', [userId]),

    /** Returns the intents to continue a subscription that were stored from `from` until before `before`. */
    listKeeps: ({ from, before }: { from: Date; before: Date }): Promise<StoredChange[]> =>
      find("asked_at >= :from AND asked_at < :before AND kind = 'keep' ORDER BY id", { from, before }),

    /** Returns the open changes of the given streams, oldest first. */
    async listOpenByStreams(streams: readonly string[]): Promise<StoredChange[]> {
      if (streams.length === 0) return [];
      const open = streams.flatMap((stream) => [stream, openStreamOf({ stream, kind: 'cancel' })]);
      return find('open_stream IN (?) ORDER BY id', [open]);
    },

    /**
     * Returns the open changes that were asked for before `before` and come after the ID `after`. Leaves out
     * subscriptions to be continued (`keep`), which wait for a payment instead of a response.
     */
    listOpen: ({
      before,
      after,
      limit,
    }: {
      before: Date;
      after: number;
      limit: number;
    }): Promise<StoredChange[]> =>
      find(
        "open_stream IS NOT NULL AND kind <> 'keep' AND asked_at < :before AND id > :after ORDER BY id LIMIT :limit",
        { before, after, limit },
      ),

    /**
     * Returns the streams of confirmed changes, asked for since `since`, whose subscription is charged again without
     * its next charge being known, with the terms that are known here.
     */
    listUnknownCharges: ({ since, limit }: { since: Date; limit: number }): Promise<UnknownCharge[]> =>
      select(
        db,
        UnknownCharge,
        `SELECT DISTINCT c.stream, s.paddle_plan_id AS planId, s.quantity FROM subscription_changes c JOIN subscriptions s ON s.stream = c.stream
         WHERE c.asked_at >= :since AND c.state = 'confirmed' AND c.kind IN ('seats', 'plan', 'resume')
           AND s.status = 'active' AND s.paused_from IS NULL AND s.next_charge_minor IS NULL LIMIT :limit`,
        { since, limit },
        transaction,
      ),

    /**
     * Records that Paddle is about to be called, and what the customer was shown. Returns false if the change isn't
     * waiting for its call: it was settled, or another process has called Paddle.
     */
    async startCall(id: number, { at, preview }: { at: Date; preview: ShownCost | null }): Promise<boolean> {
      const changed = await execute(
        db,
        `UPDATE subscription_changes SET called_at = ?, preview = ?
         WHERE id = ? AND state = 'asked' AND called_at IS NULL`,
        [at, preview ? JSON.stringify(preview) : null, id],
        transaction,
      );
      return changed === 1;
    },

    /** Records that Paddle didn't respond. Has no effect on a change that has been settled. */
    async markUnknown(id: number): Promise<void> {
      await execute(
        db,
        "UPDATE subscription_changes SET state = 'unknown' WHERE id = ? AND state = 'asked'",
        [id],
        transaction,
      );
    },

    /** Records the outcome. Returns false if the change had already been settled. */
    async settle(
      id: number,
      outcome: { state: 'confirmed'; at: Date } | { state: 'refused'; refusal: ErrorCode; at: Date },
    ): Promise<boolean> {
      const changed = await execute(
        db,
        `UPDATE subscription_changes SET state = ?, refusal = ?, settled_at = ?, open_stream = NULL
         WHERE id = ? AND open_stream IS NOT NULL`,
        [outcome.state, outcome.state === 'refused' ? outcome.refusal : null, outcome.at, id],
        transaction,
      );
      return changed === 1;
    },

    /** Refuses a change whose call was never started. Returns false if it has been started or settled by now. */
    async refuseUncalled(id: number, refusal: ErrorCode, at: Date): Promise<boolean> {
      const changed = await execute(
        db,
        `UPDATE subscription_changes SET state = 'refused', refusal = ?, settled_at = ?, open_stream = NULL
         WHERE id = ? AND state = 'asked' AND called_at IS NULL`,
        [refusal, at, id],
        transaction,
      );
      return changed === 1;
    },

    /**
     * Records that a purchase used this intent to continue a subscription, even if its link has expired since. Throws
     * `ConcurrencyConflictError` if it has been used or closed since it was read.
     */
    async confirmKeep(id: number, at: Date): Promise<void> {
      const changed = await execute(
        db,
        `UPDATE subscription_changes SET state = 'confirmed', refusal = NULL, settled_at = ?, open_stream = NULL
         WHERE id = ? AND kind = 'keep' AND (state = 'asked' OR (state = 'refused' AND refusal = ?))`,
        [at, id, linkExpired],
        transaction,
      );
      if (changed !== 1) throw new ConcurrencyConflictError('the intent to continue a subscription');
    },

    /** Closes all intents to continue a subscription whose links have expired. Returns their number. */
    expireKeeps: (now: Date): Promise<number> =>
      execute(
        db,
        `UPDATE subscription_changes SET state = 'refused', refusal = ?, settled_at = ?, open_stream = NULL
         WHERE open_stream IS NOT NULL AND kind = 'keep' AND state = 'asked' AND expires_at <= ?`,
        [linkExpired, now, now],
        transaction,
      ),

    /** Stores why a customer cancelled. */
    async saveReason(id: number, reason: string): Promise<void> {
      await execute(db, 'UPDATE subscription_changes SET reason = ? WHERE id = ?', [reason, id], transaction);
    },
  };
}
