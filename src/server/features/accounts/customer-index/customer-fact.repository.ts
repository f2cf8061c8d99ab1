/**
 * Stores what the list of customers is filtered by, and reads the list. The rows follow from `users` and `licences`,
 * and go with the account: one for each licence, or one with the licence 0 for a customer who has none.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { type CustomerSelection, CustomerState } from '#shared/administration/customers.ts';
import { products } from '#shared/catalogue/products.ts';

const FactRow = z.object({
  userId: column.number,
  licenceId: column.number,
  product: column.text,
  planId: column.number,
  state: column.text,
  country: column.text,
  since: column.instant,
});
type FactRow = z.output<typeof FactRow>;

const PositionRow = z.object({ userId: column.number, since: column.instant });

/** A customer's place in the list. */
export type CustomerPosition = z.output<typeof PositionRow>;

/** Where a page begins: after a customer, going to older accounts, or before one, going to newer ones. */
export type CustomerPlace = { after: CustomerPosition } | { before: CustomerPosition } | null;

const keyOf = ({ userId, licenceId }: FactRow): string => `${userId} ${licenceId}`;

const isSame = (one: FactRow | undefined, other: FactRow): boolean =>
  one !== undefined &&
  one.product === other.product &&
  one.planId === other.planId &&
  one.state === other.state &&
  one.country === other.country &&
  one.since.getTime() === other.since.getTime();

const together = 500;

/** Which customers a page lists. A plan belongs to one product, so only one of the two counts. */
export type FactSelection = Omit<CustomerSelection, 'since'> & { since?: Date | undefined };

/** Returns the name of the key that has the conditions of a range first and then the order of the list. */
const keyFor = ({ plan, product, state, country }: FactSelection): string => {
  const what = plan !== undefined ? 'plan' : product !== undefined || state !== undefined ? 'product' : null;
  const names = [country === undefined ? null : 'country', what].filter((name) => name !== null);
  return `customer_facts_${names.length === 0 ? 'since' : names.join('_')}_index`;
};

/** The state of customers without a licence. */
const noLicence: CustomerState = 'none';

/**
 * Returns the conditions that are exact, for each range of an index that has to be read: a filter that leaves out the
 * state reads one range for each state.
 */
function rangesOf({ product, plan, state, country }: FactSelection): Record<string, string | number>[] {
  const where: Record<string, string | number> = country === undefined ? {} : { country };
  if (product === undefined && plan === undefined && state === undefined) return [where];
  const states = state === undefined ? CustomerState.options.filter((each) => each !== noLicence) : [state];
  const things =
    plan !== undefined
      ? [{ plan_id: plan }]
      : (product === undefined ? [...products, ''] : [product]).map((each) => ({ product: each }));
  return states.flatMap((each) =>
    things
      // Only customers without a licence have no product.
      .filter((thing) => !('product' in thing) || (thing.product === '') === (each === noLicence))
      .map((thing) => ({ ...where, ...thing, state: each })),
  );
}

export type CustomerFactRepository = ReturnType<typeof customerFactRepository>;

export function customerFactRepository(db: Sequelize, transaction?: Transaction) {
  /**
   * Returns the first `limit` rows beyond a position, in the direction of reading. A customer has several rows if
   * several of their licences are selected.
   */
  async function rowsBeyond(
    { since, ...selection }: FactSelection,
    { position, isBackwards }: { position: CustomerPosition | null; isBackwards: boolean },
    limit: number,
  ): Promise<CustomerPosition[]> {
    const [beyond, order] = isBackwards ? ['>', ''] : ['<', ' DESC'];
    const values: Record<string, string | number | Date> = {
      limit,
      ...(since === undefined ? {} : { earliest: since }),
      ...(position === null ? {} : { since: position.since, userId: position.userId }),
    };
    const selects = rangesOf(selection).map((range, n) => {
      const exact = Object.entries(range).map(([name, value]) => {
        values[`${name}${n}`] = value;
        return `${name} = :${name}${n}`;
      });
      const conditions = [
        ...exact,
        ...(since === undefined ? [] : ['customer_since >= :earliest']),
        ...(position === null
          ? []
          : [
              `customer_since ${beyond}= :since AND (customer_since ${beyond} :since OR user_id ${beyond} :userId)`,
            ]),
      ];
      return `(SELECT user_id AS userId, customer_since AS since
        FROM customer_facts FORCE INDEX (${keyFor(selection)})
        ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
        ORDER BY customer_since${order}, user_id${order} LIMIT :limit)`;
    });
    if (selects.length === 0) return [];
    const sql =
      selects.length === 1
        ? selects.join('')
        : `${selects.join(' UNION ALL ')} ORDER BY since${order}, userId${order} LIMIT :limit`;
    return select(db, PositionRow, sql, values, transaction);
  }

  return {
    /**
     * Returns a page of the selected customers, newest accounts first. The order is total, so accounts created in the
     * same millisecond are neither skipped nor repeated between pages.
     */
    async page(selection: FactSelection, place: CustomerPlace, limit: number): Promise<CustomerPosition[]> {
      const isBackwards = place !== null && 'before' in place;
      let position = place === null ? null : 'before' in place ? place.before : place.after;
      const found = new Map<number, CustomerPosition>();
      while (found.size < limit) {
        const asked = limit - found.size;
        const rows = await rowsBeyond(selection, { position, isBackwards }, asked);
        for (const row of rows) found.set(row.userId, row);
        position = rows.at(-1) ?? null;
        if (rows.length < asked) break;
      }
      const customers = [...found.values()];
      return isBackwards ? customers.reverse() : customers;
    },

    /**
     * Makes the facts of these accounts agree with the accounts and their licences. Returns how many accounts they
     * differed for. Accounts that don't exist are skipped.
     */
    async refresh(userIds: readonly number[]): Promise<number> {
      if (userIds.length === 0) return 0;
      const wanted = await select(
        db,
        FactRow,
        `SELECT u.id AS userId, CAST(COALESCE(l.id, 0) AS UNSIGNED) AS licenceId, COALESCE(p.product, '') AS product,
           CAST(COALESCE(l.plan_id, 0) AS UNSIGNED) AS planId, COALESCE(l.status, '${noLicence}') AS state,
           COALESCE(u.country, '') AS country, u.created_at AS since
         FROM users u LEFT JOIN licences l ON l.user_id = u.id LEFT JOIN plans p ON p.id = l.plan_id
         WHERE u.id IN (?) ORDER BY u.id, l.id`,
        [userIds],
        transaction,
      );
      const stored = new Map(
        (
          await select(
            db,
            FactRow,
            `SELECT user_id AS userId, licence_id AS licenceId, product, plan_id AS planId, state, country,
               customer_since AS since FROM customer_facts WHERE user_id IN (?)`,
            [userIds],
            transaction,
          )
        ).map((row) => [keyOf(row), row]),
      );
      const wants = new Set(wanted.map(keyOf));
      const changed = wanted.filter((row) => !isSame(stored.get(keyOf(row)), row));
      const removed = [...stored.values()].filter((row) => !wants.has(keyOf(row)));
      for (let from = 0; from < removed.length; from += together) {
        const rows = removed.slice(from, from + together);
        await execute(
          db,
          `DELETE FROM customer_facts WHERE ${rows.map(() => '(user_id = ? AND licence_id = ?)').join(' OR ')}`,
          rows.flatMap(({ userId, licenceId }) => [userId, licenceId]),
          transaction,
        );
      }
      for (let from = 0; from < changed.length; from += together) {
        const rows = changed.slice(from, from + together);
        const columns =
          '? AS user_id, ? AS licence_id, ? AS product, ? AS plan_id, ? AS state, ? AS country, ? AS customer_since';
        // Joined with the accounts, because one may have been deleted meanwhile.
        await execute(
          db,
          `INSERT INTO customer_facts (user_id, licence_id, product, plan_id, state, country, customer_since)
           SELECT n.user_id, n.licence_id, n.product, n.plan_id, n.state, n.country, n.customer_since
           FROM (${rows.map(() => `SELECT ${columns}`).join(' UNION ALL ')}) n JOIN users u ON u.id = n.user_id
           ON DUPLICATE KEY UPDATE product = VALUES(product), plan_id = VALUES(plan_id), state = VALUES(state),
             country = VALUES(country), customer_since = VALUES(customer_since)`,
          rows.flatMap((row) => [
            ...[row.userId, row.licenceId, row.product, row.planId],
            ...[row.state, row.country, row.since],
          ]),
          transaction,
        );
      }
      return new Set([...changed, ...removed].map(({ userId }) => userId)).size;
    },

    /** Returns the customers who have facts about one of these licences. */
    async ownersOf(licenceIds: readonly number[]): Promise<number[]> {
      if (licenceIds.length === 0) return [];
      const rows = await select(
        db,
        z.object({ userId: column.number }),
        'SELECT DISTINCT user_id AS userId FROM customer_facts WHERE licence_id IN (?)',
        [licenceIds],
        transaction,
      );
      return rows.map(({ userId }) => userId);
    },
  };
}
