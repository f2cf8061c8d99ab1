/**
 * Stores the refunds that were asked for at Paddle. The database decides between two administrators: a payment has at
 * most one open request. The reason isn't stored here: it is sent to Paddle once, and the audit log has it.
 */
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { z } from 'zod';
import {
  column,
  execute,
  insert,
  millisecondsOf,
  select,
  type Values,
  wordColumn,
} from '#server/platform/database/statements.ts';
import type { RefundProgress } from '#shared/billing/refunds.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { Money } from '#shared/money.ts';

const Row = z.object({
  id: column.number,
  requestId: column.text,
  orderId: column.text,
  userId: column.number.nullable(),
  amountMinor: column.number,
  currency: column.text,
  refundedBeforeMinor: column.number.nullable(),
  state: wordColumn<RefundProgress['state']>(),
  refusal: wordColumn<ErrorCode>().nullable(),
  askedAt: column.milliseconds,
  calledAt: column.milliseconds.nullable(),
  settledAt: column.milliseconds.nullable(),
});

export interface StoredRefund
  extends Omit<z.output<typeof Row>, 'amountMinor' | 'currency' | 'refundedBeforeMinor'> {
  amount: Money;
  /**
   * What had been refunded before Paddle was called, in minor units and without refunds of VAT; null until the call.
   */
  refundedBefore: number | null;
}

const toRefund = ({
  amountMinor,
  currency,
  refundedBeforeMinor,
  ...row
}: z.output<typeof Row>): StoredRefund => ({
  ...row,
  amount: { minor: amountMinor, currency },
  refundedBefore: refundedBeforeMinor,
});

const columns = `id, request_id AS requestId, order_id AS orderId, user_id AS userId, amount_minor AS amountMinor,
  currency, refunded_before_minor AS refundedBeforeMinor, state, refusal, ${millisecondsOf('asked_at')} AS askedAt,
  ${millisecondsOf('called_at')} AS calledAt, ${millisecondsOf('settled_at')} AS settledAt`;

export interface NewRefund
  extends Pick<StoredRefund, 'requestId' | 'orderId' | 'userId' | 'amount' | 'askedAt'> {
  /** Null for the operator, who works on the command line. */
  administratorId: number | null;
}

type Outcome = { state: 'done'; at: Date } | { state: 'refused'; refusal: ErrorCode; at: Date };

interface RefuseAll {
  before: Date;
  refusal: ErrorCode;
  at: Date;
}

/** Refunds of a payment that are listed. More than a payment ever has. */
const maxListed = 50;

export type RefundRequestRepository = ReturnType<typeof refundRequestRepository>;

export function refundRequestRepository(db: Sequelize, transaction?: Transaction) {
  const find = async (rest: string, values: Values): Promise<StoredRefund[]> => {
    const sql = `SELECT ${columns} FROM refund_requests WHERE ${rest}`;
    return (await select(db, Row, sql, values, transaction)).map(toRefund);
  };
  const findByRequest = async (requestId: string): Promise<StoredRefund | null> =>
    (await find('request_id = ?', [requestId]))[0] ?? null;
  /** Closes the requests that the condition selects, and returns their number. */
  const close = (
    outcome: Outcome,
    where: string,
    values: Exclude<Values, readonly unknown[]>,
  ): Promise<number> =>
    execute(
      db,
      `UPDATE refund_requests SET state = :state, refusal = :refusal, settled_at = :at, open_order = NULL
       WHERE ${where}`,
      { refusal: null, ...outcome, ...values },
      transaction,
    );

  return {
    findByRequest,

    /**
     * Stores an open request. `request_known`: it has been stored before. `another_open`: another request for the
     * payment is still open.
     */
    async add(refund: NewRefund): Promise<'added' | 'request_known' | 'another_open'> {
      const { amount, ...rest } = refund;
      try {
        await insert(
          db,
          `INSERT INTO refund_requests (request_id, order_id, user_id, administrator_id, amount_minor, currency, state,
             open_order, asked_at)
           VALUES (:requestId, :orderId, :userId, :administratorId, :minor, :currency, 'asked', :orderId, :askedAt)`,
          { ...rest, minor: amount.minor, currency: amount.currency },
          transaction,
        );
        return 'added';
      } catch (error) {
        if (!(error instanceof UniqueConstraintError)) throw error;
        return (await findByRequest(refund.requestId)) ? 'request_known' : 'another_open';
      }
    },

    /** Returns the requests for a payment, newest first. */
    listByOrder: (orderId: string): Promise<StoredRefund[]> =>
      find('order_id = :orderId ORDER BY id DESC LIMIT :limit', { orderId, limit: maxListed }),

    /** Returns the latest request for each payment that has any. */
    async listLatestByOrders(orderIds: readonly string[]): Promise<StoredRefund[]> {
      if (orderIds.length === 0) return [];
      const limit = maxListed * orderIds.length;
      const newestFirst = 'order_id IN (:orderIds) ORDER BY id DESC LIMIT :limit';
      const latest = new Map<string, StoredRefund>();
      for (const refund of await find(newestFirst, { orderIds, limit }))
        if (!latest.has(refund.orderId)) latest.set(refund.orderId, refund);
      return [...latest.values()];
    },

    async listOpenByOrders(orderIds: readonly string[]): Promise<StoredRefund[]> {
      return orderIds.length === 0 ? [] : find('open_order IN (?) ORDER BY id', [[...orderIds]]);
    },

    /**
     * Records that Paddle is about to be called. Returns false if the request isn't waiting for its call: it was
     * settled, or another process has called Paddle.
     */
    async startCall(
      id: number,
      { at, refundedBefore }: { at: Date; refundedBefore: number },
    ): Promise<boolean> {
      const changed = await execute(
        db,
        `UPDATE refund_requests SET called_at = ?, refunded_before_minor = ?
         WHERE id = ? AND state = 'asked' AND called_at IS NULL`,
        [at, refundedBefore, id],
        transaction,
      );
      return changed === 1;
    },

    /** Records that Paddle accepted the request. Its alert may have settled the request already. */
    async accept(id: number, paddleRequestId: string | null): Promise<void> {
      await execute(
        db,
        `UPDATE refund_requests SET paddle_request_id = ?, state = IF(open_order IS NULL, state, 'pending')
         WHERE id = ?`,
        [paddleRequestId, id],
        transaction,
      );
    },

    /** Records that Paddle didn't respond. Has no effect on a request that has been settled. */
    async markUnknown(id: number): Promise<void> {
      await execute(
        db,
        "UPDATE refund_requests SET state = 'unknown' WHERE id = ? AND state = 'asked'",
        [id],
        transaction,
      );
    },

    /** Records the outcome. Returns false if the request had already been settled. */
    settle: async (id: number, outcome: Outcome): Promise<boolean> =>
      (await close(outcome, 'id = :id AND open_order IS NOT NULL', { id })) === 1,

    /** Refuses a request whose call was never started. Returns false if it has been started or settled by now. */
    async refuseUncalled(id: number, refusal: ErrorCode, at: Date): Promise<boolean> {
      const where = "id = :id AND state = 'asked' AND called_at IS NULL";
      return (await close({ state: 'refused', refusal, at }, where, { id })) === 1;
    },

    /** Refuses all requests that were asked for before `before` and whose call was never started. */
    async refuseAllUncalled({ before, refusal, at }: RefuseAll): Promise<void> {
      const where = "open_order IS NOT NULL AND state = 'asked' AND called_at IS NULL AND asked_at < :before";
      await close({ state: 'refused', refusal, at }, where, { before });
    },

    /** Marks all requests as unknown whose call began before `before` and whose answer was never stored. */
    async markAllUnanswered(before: Date): Promise<void> {
      await execute(
        db,
        `UPDATE refund_requests SET state = 'unknown'
         WHERE open_order IS NOT NULL AND state = 'asked' AND called_at < ?`,
        [before],
        transaction,
      );
    },

    /** Closes all requests whose call began before `before`: Paddle has not made these refunds. */
    async closeAll({ before, refusal, at }: RefuseAll): Promise<void> {
      await close({ state: 'refused', refusal, at }, 'open_order IS NOT NULL AND called_at < :before', {
        before,
      });
    },
  };
}
