/**
 * Recomputes amounts that may have been stored with the wrong number of decimals. Until now, the installed Node release
 * decided how many decimals a currency has; from now on, ISO 4217 does. For currencies where the two may differ, the
 * amounts are folded again from the alerts, which contain them as text.
 */
import { QueryTypes } from 'sequelize';
import type { Migration } from '#db/migration.ts';

/** Currencies for which some CLDR release from 38 to 48 has a different number of decimals than ISO 4217. */
const doubtful = `(${'AFN ALL AMD COP CRC GYD HUF IDR IQD IRR KPW LAK LBP MGA MMK MUR PKR RSD SLE SLL SOS STN SYP TZS UYI UZS YER ZMW'
  .split(' ')
  .map((currency) => `'${currency}'`)
  .join(', ')})`;

const due = "'2000-01-01'";

export const up: Migration = async ({ context: db, note }) => {
  // Also increments the version, so that a process that is currently folding one of these streams can't store outdated
  // amounts.
  await db.query(`UPDATE billing_subjects s
    JOIN (SELECT subject FROM receipts WHERE currency IN ${doubtful}
          UNION SELECT subject FROM licences WHERE last_paid_currency IN ${doubtful}) doubted
      ON doubted.subject = s.subject
    SET s.due_at = ${due}, s.version = s.version + 1`);
  const [streams] = await db.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM billing_subjects WHERE due_at = ${due}`,
    { type: QueryTypes.SELECT },
  );
  const plans = await db.query<{ id: number }>(
    `SELECT plan_id_on_paddle AS id FROM plans WHERE price_currency IN ${doubtful} ORDER BY plan_id_on_paddle`,
    { type: QueryTypes.SELECT },
  );
  if (streams && streams.n > 0)
    note(
      `${streams.n} subscriptions and orders have amounts in a currency whose decimals have changed: the running portal computes them again.`,
    );
  if (plans.length > 0)
    note(
      `Check the prices of these plans with plan:list, and set them again with plan:add: ${plans.map(({ id }) => id).join(', ')}.`,
    );
};

/**
 * Nothing needs to be undone. The previous release reads these amounts correctly, unless its Node release uses a
 * different number of decimals for the currency.
 */
export const down: Migration = async () => undefined;
