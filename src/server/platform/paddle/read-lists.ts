/** Reads Paddle's lists to their end: subscriptions, payments, the history of alerts. Changes nothing at Paddle. */
import type { Logger } from 'pino';
import { z } from 'zod';
import { problemsIn } from './alert-fields.ts';
import { alertWindows, toPaddleTime } from './alert-windows.ts';
import { askAgain } from './ask-again.ts';
import { alertOfHistory } from './history-alert.ts';
import {
  type Alert,
  type PaddlePort,
  PaddleRefusal,
  PaddleUnavailable,
  unknownSubscription,
} from './port.ts';
import { PaymentRow, SubscriptionRow, Unsettled } from './vendor-rows.ts';

/** A call to the vendor API: its path, its fields, and what must come back. */
export type VendorPost = <T extends z.ZodType>(
  path: string,
  fields: Record<string, string>,
  answer: T,
) => Promise<z.output<T>>;

interface ListOptions {
  post: VendorPost;
  log: Logger;
  now: () => Date;
  retryDelayMs: number;
}

/** Below what Paddle allows: 250, 500 and 250. A page it would cut short would look like the last one. */
const pageSizes = { subscriptions: 200, payments: 500, alerts: 200 };
const mostPages = 10_000;

/** Paddle's 119: it does not know the subscription. */
async function noneWhenUnknown(rows: Promise<unknown[]>): Promise<unknown[]> {
  try {
    return await rows;
  } catch (error) {
    if (error instanceof PaddleRefusal && error.paddleCode === unknownSubscription) return [];
    throw error;
  }
}

const Rows = z.array(z.unknown());
const HistoryPage = z.object({ data: Rows, total_pages: z.coerce.number().int().nullish().catch(null) });
const RowId = z.object({ subscription_id: z.unknown(), id: z.unknown() }).partial();

interface Page {
  rows: unknown[];
  /** Null: unless it is short, there may be another. */
  isLast: boolean | null;
}

const keyOf = (row: unknown): string => {
  const { id, subscription_id } = RowId.safeParse(row).data ?? {};
  return JSON.stringify(id ?? subscription_id ?? row);
};

const isAbout = (row: unknown, subscriptionId: number): boolean =>
  String(RowId.safeParse(row).data?.subscription_id) === String(subscriptionId);

export function readLists({ post, log, now, retryDelayMs }: ListOptions) {
  /** Every row once, whatever page it is on. */
  async function rowsOf(size: number, page: (number: number) => Promise<Page>): Promise<unknown[]> {
    const rows = new Map<string, unknown>();
    for (let number = 1; number <= mostPages; number += 1) {
      const found = await askAgain(() => page(number), retryDelayMs);
      const before = rows.size;
      for (const row of found.rows) rows.set(keyOf(row), row);
      const isLast = found.isLast ?? found.rows.length < size;
      // A page without anything new is one we have had: a server that repeats itself would never come to an end.
      if (isLast || rows.size === before) return [...rows.values()];
    }
    throw new PaddleUnavailable(`a list has more than ${mostPages} pages`);
  }

  /** What can be read of the rows; what cannot is counted in the log, without its values. */
  function readable<T>(list: string, rows: readonly unknown[], read: (row: unknown) => T | string): T[] {
    const problems: string[] = [];
    const found = rows.flatMap((row) => {
      const result = read(row);
      if (typeof result !== 'string') return [result];
      problems.push(result);
      return [];
    });
    if (problems.length > 0) {
      log.warn(
        { list, unread: problems.length, of: rows.length, problem: problems[0] },
        'Paddle sent rows that cannot be read',
      );
    }
    return found;
  }

  const rowOr =
    <T>(schema: z.ZodType<T>) =>
    (row: unknown): T | string => {
      const parsed = schema.safeParse(row);
      return parsed.success ? parsed.data : problemsIn(parsed.error);
    };

  function subscriptionsIn(fields: Record<string, string>): Promise<unknown[]> {
    const size = pageSizes.subscriptions;
    return noneWhenUnknown(
      rowsOf(size, async (page) => {
        const paging = { page: String(page), results_per_page: String(size) };
        return { rows: await post('/subscription/users', { ...fields, ...paging }, Rows), isLast: null };
      }),
    );
  }

  return {
    async subscriptions(question) {
      const asked = question ? { subscription_id: String(question.subscriptionId) } : {};
      // Without a state Paddle tells of all but the deleted ones. These come second: what is deleted between the two
      // questions is in both answers, and what changes its state otherwise is in the first.
      const running = await subscriptionsIn(asked);
      // The one that was asked for is in one answer only.
      const isAnswered =
        question !== undefined && running.some((row) => isAbout(row, question.subscriptionId));
      const deleted = isAnswered ? [] : await subscriptionsIn({ ...asked, state: 'deleted' });
      const rows = [...running, ...deleted];
      const found = readable('subscription/users', rows, rowOr(SubscriptionRow)).filter(
        ({ subscriptionId }) => !question || subscriptionId === question.subscriptionId,
      );
      if (question && rows.length > 0 && found.length === 0) {
        // An empty answer would say that Paddle does not know it.
        throw new PaddleUnavailable(
          `subscription/users: subscription ${question.subscriptionId} is unreadable`,
        );
      }
      return [...new Map(found.map((subscription) => [subscription.subscriptionId, subscription])).values()];
    },

    async payments(subscriptionId) {
      const size = pageSizes.payments;
      const asked = { subscription_id: String(subscriptionId), is_paid: '1', is_one_off_charge: '0' };
      const rows = await noneWhenUnknown(
        rowsOf(size, async (page) => {
          const paging = { limit: String(size), offset: String((page - 1) * size) };
          return { rows: await post('/subscription/payments', { ...asked, ...paging }, Rows), isLast: null };
        }),
      );
      const settled = rows.filter((row) => !Unsettled.safeParse(row).success);
      return readable('subscription/payments', settled, rowOr(PaymentRow))
        .filter((payment) => payment.subscriptionId === subscriptionId)
        .sort((left, right) => left.paidOn.localeCompare(right.paidOn) || left.paymentId - right.paymentId);
    },

    async alertHistory(since) {
      const size = pageSizes.alerts;
      const alerts = new Map<string, Alert>();
      for (const { after, before } of alertWindows(since, now())) {
        const asked = {
          alerts_per_page: String(size),
          query_tail: toPaddleTime(after),
          ...(before ? { query_head: toPaddleTime(before) } : {}),
        };
        const rows = await rowsOf(size, async (page) => {
          const { data, total_pages } = await post(
            '/alert/webhooks',
            { ...asked, page: String(page) },
            HistoryPage,
          );
          return { rows: data, isLast: total_pages ? page >= total_pages : null };
        });
        const read = readable(
          'alert/webhooks',
          rows,
          (row) => alertOfHistory(row) ?? 'fields: is no payload',
        );
        for (const alert of read) alerts.set(alert.alertId ?? alert.digest.toString('hex'), alert);
      }
      return [...alerts.values()].sort(byTime);
    },
  } satisfies Pick<PaddlePort, 'subscriptions' | 'payments' | 'alertHistory'>;
}

/** By time and, within a second, in the order in which Paddle made them. What has no time comes last. */
function byTime(left: Alert, right: Alert): number {
  const timeOf = (alert: Alert) => alert.occurredAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return timeOf(left) - timeOf(right) || Number(left.alertId ?? 0) - Number(right.alertId ?? 0);
}
