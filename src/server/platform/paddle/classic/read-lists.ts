/** Reads Paddle's lists in full: subscriptions, payments and the alert history. Changes nothing at Paddle. */
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Asking } from '#server/platform/paddle/asking.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { Alert, PaddleHistory } from '#server/platform/paddle/port.ts';
import { isSameRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { problemsIn } from './alert-fields.ts';
import { alertWindows, toPaddleTime } from './alert-windows.ts';
import { alertOfHistory } from './history-alert.ts';
import { PaymentRow, SubscriptionRow, Unsettled } from './vendor-rows.ts';
import { withRetry } from './with-retry.ts';

/** Calls the vendor API with a path, form fields, the schema of the response, and optionally a shorter timeout. */
export type VendorPost = <T extends z.ZodType>(
  path: string,
  fields: Record<string, string>,
  answer: T,
  options?: { timeoutMs?: number },
) => Promise<z.output<T>>;

interface ListOptions {
  post: VendorPost;
  log: Logger;
  now: () => Date;
  retryDelayMs: number;
}

/**
 * Paddle's limits are 250, 500 and 250 rows. If Paddle truncated a page because it exceeded the limit, that page would
 * be taken for the last one.
 */
const pageSizes = { subscriptions: 200, payments: 500, alerts: 200 };
const maxPages = 10_000;

/** Returns no rows if Paddle doesn't know the subscription (its error 119). */
async function noneWhenUnknown(rows: Promise<unknown[]>): Promise<unknown[]> {
  try {
    return await rows;
  } catch (error) {
    if (error instanceof PaddleRefusal && error.reason === 'unknown_subscription') return [];
    throw error;
  }
}

const Rows = z.array(z.unknown());
const HistoryPage = z.object({ data: Rows, total_pages: z.coerce.number().int().nullish().catch(null) });
const RowId = z.object({ subscription_id: z.unknown(), id: z.unknown() }).partial();

interface Page {
  rows: unknown[];
  /** Null if Paddle doesn't say; the first page that isn't full is then the last. */
  isLast: boolean | null;
}

const keyOf = (row: unknown): string => {
  const { id, subscription_id } = RowId.safeParse(row).data ?? {};
  return JSON.stringify(id ?? subscription_id ?? row);
};

const isAbout = (row: unknown, { id }: PaddleRef): boolean =>
  String(RowId.safeParse(row).data?.subscription_id) === id;

/**
 * Number of recent rows that new rows are compared with. More than one page of any list, but limited to save memory.
 */
const rememberedRows = 2_000;

/** Returns a function that returns true for a new row, and false for a row that it was given recently. */
function rememberingRows(): (row: unknown) => boolean {
  const seen = new Set<string>();
  return (row) => {
    const key = keyOf(row);
    if (seen.has(key)) return false;
    seen.add(key);
    // A set iterates in insertion order, so this removes the oldest.
    for (const oldest of seen) {
      if (seen.size <= rememberedRows) break;
      seen.delete(oldest);
    }
    return true;
  };
}

export function paginate({ post, log, now, retryDelayMs }: ListOptions) {
  /**
   * Yields a list page by page and keeps only one page in memory. Leaves out rows that were on recent pages, because
   * rows move between pages while a list is being read.
   */
  async function* pagesOf(
    size: number,
    page: (number: number) => Promise<Page>,
    { isNew = rememberingRows(), isWaitedFor = false }: { isNew?: (row: unknown) => boolean } & Asking = {},
  ): AsyncGenerator<unknown[]> {
    for (let number = 1; number <= maxPages; number += 1) {
      const found = await withRetry(() => page(number), { firstDelayMs: retryDelayMs, isWaitedFor });
      const fresh = found.rows.filter(isNew);
      const isLast = found.isLast ?? found.rows.length < size;
      if (fresh.length > 0) yield fresh;
      // A page without new rows repeats an earlier page. Without this check, the loop wouldn't end if Paddle kept
      // sending the same page.
      if (isLast || fresh.length === 0) return;
    }
    throw new PaddleUnavailable(`a list has more than ${maxPages} pages`);
  }

  /** Collects all rows of a short list, such as the payments of one subscription. */
  async function rowsOf(
    size: number,
    page: (number: number) => Promise<Page>,
    asking: Asking,
  ): Promise<unknown[]> {
    const rows: unknown[] = [];
    for await (const some of pagesOf(size, page, asking)) rows.push(...some);
    return rows;
  }

  /** Parses the rows. Unreadable ones are counted in the log, without their values. */
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

  const subscriptionPage = (fields: Record<string, string>) => {
    const size = pageSizes.subscriptions;
    return async (page: number): Promise<Page> => {
      const paging = { page: String(page), results_per_page: String(size) };
      return { rows: await post('/subscription/users', { ...fields, ...paging }, Rows), isLast: null };
    };
  };
  const subscriptionsIn = (fields: Record<string, string>, asking: Asking): Promise<unknown[]> =>
    noneWhenUnknown(rowsOf(pageSizes.subscriptions, subscriptionPage(fields), asking));

  return {
    async subscriptions({ ref, ...asking }) {
      const asked = { subscription_id: ref.id };
      const running = await subscriptionsIn(asked, asking);
      const isAnswered = running.some((row) => isAbout(row, ref));
      const deleted = isAnswered ? [] : await subscriptionsIn({ ...asked, state: 'deleted' }, asking);
      const rows = [...running, ...deleted];
      const found = readable('subscription/users', rows, rowOr(SubscriptionRow)).filter((subscription) =>
        isSameRef(subscription.ref, ref),
      );
      if (rows.length > 0 && found.length === 0) {
        // An empty result would mean that Paddle doesn't know the subscription.
        throw new PaddleUnavailable(`subscription/users: subscription ${ref.id} is unreadable`);
      }
      return found.slice(-1);
    },

    async *everySubscription() {
      // Without `state`, Paddle returns all subscriptions except the deleted ones. The deleted ones are requested
      // second, so that a subscription deleted between the two requests appears twice instead of not at all.
      for (const fields of [{}, { state: 'deleted' }]) {
        for await (const rows of pagesOf(pageSizes.subscriptions, subscriptionPage(fields))) {
          const found = readable('subscription/users', rows, rowOr(SubscriptionRow));
          if (found.length > 0) yield found;
        }
      }
    },

    async payments(ref, asking = {}) {
      const size = pageSizes.payments;
      const asked = { subscription_id: ref.id, is_paid: '1', is_one_off_charge: '0' };
      const rows = await noneWhenUnknown(
        rowsOf(
          size,
          async (page) => {
            const paging = { limit: String(size), offset: String((page - 1) * size) };
            return {
              rows: await post('/subscription/payments', { ...asked, ...paging }, Rows),
              isLast: null,
            };
          },
          asking,
        ),
      );
      const settled = rows.filter((row) => !Unsettled.safeParse(row).success);
      return readable('subscription/payments', settled, rowOr(PaymentRow))
        .filter((payment) => isSameRef(payment.ref, ref))
        .sort((left, right) => left.paidOn.localeCompare(right.paidOn) || left.paymentId - right.paymentId);
    },

    async *alertHistory(since) {
      const size = pageSizes.alerts;
      // Shared by all windows because they overlap.
      const isNew = rememberingRows();
      for (const { after, before } of alertWindows(since, now())) {
        const begunAt = now();
        const asked = {
          alerts_per_page: String(size),
          query_tail: toPaddleTime(after),
          ...(before ? { query_head: toPaddleTime(before) } : {}),
        };
        const pages = pagesOf(
          size,
          async (page) => {
            const { data, total_pages } = await post(
              '/alert/webhooks',
              { ...asked, page: String(page) },
              HistoryPage,
            );
            return { rows: data, isLast: total_pages ? page >= total_pages : null };
          },
          { isNew },
        );
        for await (const rows of pages) {
          const alerts = readable(
            'alert/webhooks',
            rows,
            (row) => alertOfHistory(row) ?? 'fields: is not a payload',
          );
          if (alerts.length > 0) yield { alerts: alerts.sort(byTime), readThrough: null };
        }
        yield { alerts: [], readThrough: before ?? begunAt };
      }
    },
  } satisfies PaddleHistory;
}

/**
 * Orders alerts by time. Alerts of the same second are ordered by id, which is the order in which Paddle created them.
 * Alerts without a time come last.
 */
function byTime(left: Alert, right: Alert): number {
  const timeOf = (alert: Alert) => alert.occurredAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return timeOf(left) - timeOf(right) || Number(left.alertId ?? 0) - Number(right.alertId ?? 0);
}
