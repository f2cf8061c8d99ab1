/** Fills a database with customers, licences and receipts in bulk, as many as a large operator would have. */
import { QueryTypes, type Sequelize } from 'sequelize';

export interface Seeded {
  customers: number;
  receipts: number;
}

/** Receipts of each customer. */
const receiptsEach = 5;

/** Rows that one statement inserts. */
const together = 50_000;

const firstNames =
  'ada,alan,barbara,chloe,dennis,edith,emmy,frances,grace,hedy,ida,jean,john,karen,lise,marie,nora,olga,paul,rosa,sofia,tim,ulla,vera,zoe';

/** Each statement is run for ranges of `n`, the number of the customer, which is also their ID. */
const statements = [
  `INSERT INTO users (id, name, email, email_verified, country, company_name, created_at, updated_at)
   SELECT n, CONCAT(first, ' family', n DIV 200), CONCAT(first, '.family', n, '@host', n MOD 5000, '.example'), 1,
     ELT(n MOD 7 + 1, 'FR', 'DE', 'US', 'GB', 'CA', 'JP', NULL),
     IF(n MOD 10, NULL, CONCAT('studio ', first, ' company', n DIV 10)),
     '2022-02-25' + INTERVAL n * 150 SECOND, '2026-01-01'
   FROM (SELECT n, SUBSTRING_INDEX(SUBSTRING_INDEX('${firstNames}', ',', n MOD 25 + 1), ',', -1) AS first
     FROM scale_numbers WHERE RANGE) numbers`,
  `INSERT INTO licences (id, stream, user_id, plan_id, status, subscription_state, quantity, started_on,
     valid_until_at, created_at, updated_at)
   SELECT n, CONCAT('subscription:', n), n, (SELECT id FROM plans ORDER BY id LIMIT 1) + n MOD 4,
     ELT(n MOD 6 + 1, 'active', 'active', 'active', 'cancelled', 'past_due', 'trialing'), 'seeded', 1, '2026-01-01',
     '2027-01-01', '2026-01-01', '2026-01-01'
   FROM scale_numbers WHERE RANGE`,
  // The figures of one stream in a thousand are out of date.
  `INSERT INTO event_streams (stream, version, figured_version, is_unfigured, user_id, owned_by, paddle_user_id)
   SELECT CONCAT('subscription:', n), 1, IF(n MOD 1000, 1, NULL), IF(n MOD 1000, NULL, 1), n, 'passthrough', 5000000 + n
   FROM scale_numbers WHERE RANGE`,
  `INSERT INTO subscription_refs (paddle_product, kind, id, stream)
   SELECT 'classic', 'subscription', 9000000 + n, CONCAT('subscription:', n) FROM scale_numbers WHERE RANGE`,
  `INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_user_id, paddle_plan_id, user_id, status, quantity,
     started_on, next_bill_on, created_at, updated_at)
   SELECT CONCAT('subscription:', n), 9000000 + n, 5000000 + n, 1, n, 'active', 1, '2026-01-01',
     '2026-12-01' + INTERVAL n MOD 365 DAY, '2026-01-01', '2026-01-01' FROM scale_numbers WHERE RANGE`,
  ...Array.from(
    { length: receiptsEach },
    (
      _,
      each,
    ) => `INSERT INTO receipts (reference, order_id, stream, user_id, plan_id, amount_minor, tax_minor,
       currency, quantity, paid_at, created_at, updated_at)
     SELECT CONCAT('order:', n, '-${each}'), CONCAT(n, '-${each}'), CONCAT('subscription:', n), n,
       (SELECT id FROM plans ORDER BY id LIMIT 1) + n MOD 4, 900, 150, ELT(n MOD 3 + 1, 'EUR', 'USD', 'GBP'), 1,
       '2022-01-01' + INTERVAL (n MOD 1000 + ${each} * 365) DAY, '2026-01-01', '2026-01-01'
     FROM scale_numbers WHERE RANGE`,
  ),
  ...[
    'email',
    'name',
    "SUBSTRING_INDEX(name, ' ', 1)",
    "SUBSTRING_INDEX(name, ' ', -1)",
    "SUBSTRING_INDEX(SUBSTRING_INDEX(email, '@', 1), '.', -1)",
    "SUBSTRING_INDEX(email, '@', -1)",
    "SUBSTRING_INDEX(SUBSTRING_INDEX(email, '@', -1), '.', 1)",
    "'example'",
    'company_name',
    "SUBSTRING_INDEX(company_name, ' ', 1)",
    "SUBSTRING_INDEX(company_name, ' ', -1)",
  ].map(
    (word) => `INSERT IGNORE INTO search_words (user_id, word)
      SELECT n, word FROM (SELECT id AS n, ${word} AS word FROM users) words WHERE RANGE AND word IS NOT NULL`,
  ),
  `INSERT INTO customer_facts (user_id, licence_id, product, plan_id, state, country, customer_since)
   SELECT n, n, p.product, l.plan_id, l.status, COALESCE(u.country, ''), u.created_at
   FROM (SELECT id AS n FROM licences) numbers JOIN licences l ON l.id = n JOIN users u ON u.id = n
   JOIN plans p ON p.id = l.plan_id WHERE RANGE`,
  // Two thousand clients at most. Twenty of them have all the checks and most requests.
  `INSERT INTO instance_clients (id, name, secret_hash, created_at, updated_at)
   SELECT CONCAT('client-', n - 1), CONCAT('Instance ', (n - 1) DIV 3), 'sha256:x', '2026-01-01', '2026-01-01'
   FROM scale_numbers WHERE RANGE AND n <= 2000`,
  `INSERT INTO last_pings (licence_id, pinged_at, next_check_on, client_id)
   SELECT n, '2026-09-30' + INTERVAL n MOD 60 DAY, '2026-10-01' + INTERVAL n MOD 120 DAY,
     IF(n MOD 50 = 0, NULL, CONCAT('client-', n MOD 20))
   FROM scale_numbers WHERE RANGE`,
  `INSERT INTO access_tokens (token_hash, client_id, scope, payload, expires_at, revoked_at, created_at)
   SELECT UNHEX(SHA2(n, 256)), CONCAT('client-', n MOD 20), 'manage-key', '{}', '2099-01-01',
     IF(n MOD 100 = 0, NULL, '2026-10-01'), '2026-01-01'
   FROM scale_numbers WHERE RANGE AND n <= 200000`,
  `INSERT INTO ping_counts (day, client_id, outcome, total)
   SELECT '2026-11-30' - INTERVAL (n - 1) DIV 2000 DAY, CONCAT('client-', (n - 1) MOD 2000), outcome, n
   FROM scale_numbers, (SELECT 'good' AS outcome UNION ALL SELECT 'ended' UNION ALL SELECT 'forged') outcomes
   WHERE RANGE AND n <= 800000`,
  `INSERT INTO client_sightings (client_id, outcome, last_at)
   SELECT CONCAT('client-', n - 1), 'good', '2026-11-30' FROM scale_numbers WHERE RANGE AND n <= 2000`,
  `INSERT INTO billing_events (source, type, stream, payload, occurred_at, received_at, state, customer_id)
   SELECT IF(n MOD 40 = 0, 'reconciliation', 'paddle_alert'),
     ELT(n MOD 4 + 1, 'subscription_created', 'subscription_updated', 'subscription_payment_succeeded',
       'subscription_payment_failed'),
     CONCAT('subscription:', n), '{}', '2026-01-01' + INTERVAL n SECOND, '2026-01-01' + INTERVAL n SECOND,
     CASE WHEN n MOD 5 = 0 THEN 'ignored' WHEN n MOD 500 = 1 THEN 'failed' ELSE 'applied' END, n
   FROM scale_numbers WHERE RANGE`,
  `INSERT INTO flags (reference, stream, kind, raised_at, detail, resolved_at)
   SELECT CONCAT('dispute:', n), CONCAT('subscription:', n), ELT(n MOD 3 + 1, 'dispute', 'high_risk', 'second_licence'),
     '2026-01-01' + INTERVAL n SECOND, 'open', IF(n MOD 10, '2026-02-01', NULL)
   FROM scale_numbers WHERE RANGE`,
  `INSERT INTO audit_log (happened_at, actor_user_id, actor_role, act, outcome, subject_kind, subject_id,
     subject_user_id, reason)
   SELECT '2026-01-01' + INTERVAL n SECOND, 1 + n MOD 20, 'administrator', 'customer.block', 'done', 'account', n, n,
     'seeded' FROM scale_numbers WHERE RANGE`,
  `INSERT INTO outbox (idempotency_key, template, ids, state, priority, attempts, created_at, settled_at, user_id)
   SELECT CONCAT('seeded:', n), ELT(n MOD 4 + 1, 'licence-renewed', 'licence-renewed', 'payment-failed', 'new-sign-in'),
     '{}', IF(n MOD 1000, 'sent', ELT(n DIV 1000 MOD 4 + 1, 'waiting', 'not_needed', 'suppressed', 'failed')), 1, 1,
     '2022-02-25' + INTERVAL n * 150 SECOND, '2026-09-02', n FROM scale_numbers WHERE RANGE`,
  `UPDATE users JOIN scale_numbers ON scale_numbers.n = users.id
   SET email_refused_at = '2022-02-25' + INTERVAL n * 150 SECOND WHERE RANGE AND n MOD 100 = 0`,
  `INSERT INTO security_events (user_id, kind, occurred_at)
   SELECT n, 'signed_in', '2026-01-01' + INTERVAL n SECOND FROM scale_numbers WHERE RANGE`,
  // A second alert for each customer, spread over a year. A few wait or have failed.
  `INSERT INTO billing_events (source, type, payload, payload_digest, stream, occurred_at, received_at, state,
     next_attempt_at)
   SELECT 'paddle_alert', 'seeded', '{}', UNHEX(SHA2(n, 256)), CONCAT('subscription:', n), received_at, received_at,
     CASE WHEN n MOD 5000 = 0 THEN 'failed' WHEN n MOD 4000 = 0 THEN 'waiting' WHEN n MOD 3000 = 0 THEN 'pending'
       WHEN n MOD 50 = 0 THEN 'ignored' ELSE 'applied' END,
     IF(n MOD 3000 = 0, '2026-11-30 11:00:00', NULL)
   FROM (SELECT n, '2026-11-30' - INTERVAL n MOD 525600 MINUTE AS received_at FROM scale_numbers WHERE RANGE) alerts`,
  // 400 days and the 30 that come, 14 kinds of figures, 4 plans and 3 currencies.
  `INSERT INTO daily_figures (kind, day, plan_id, currency, total, amount)
   SELECT ELT(n MOD 14 + 1, 'mrr', 'licences', 'failing', 'new', 'returned', 'renewed', 'churned', 'ended_expired',
       'ended_paused', 'ended_cancelled', 'ended_refunded', 'ended_revoked', 'refunds', 'due'),
     '2025-10-26' + INTERVAL n DIV 14 MOD 430 DAY, 1 + n DIV 6020 MOD 4, ELT(n DIV 24080 MOD 3 + 1, 'EUR', 'USD', 'GBP'),
     n MOD 7, n MOD 7 * 900
   FROM scale_numbers WHERE RANGE AND n <= 72240`,
];

const tables = [
  'users',
  'licences',
  'event_streams',
  'subscription_refs',
  'subscriptions',
  'receipts',
  'search_words',
  'customer_facts',
  'billing_events',
  'flags',
  'audit_log',
  'outbox',
  'instance_clients',
  'last_pings',
  'access_tokens',
  'ping_counts',
  'client_sightings',
  'security_events',
  'daily_figures',
];

/** Fills `scale_numbers` with the numbers from 1 to `count`. */
async function count(db: Sequelize, upTo: number): Promise<void> {
  await db.query('CREATE TABLE scale_numbers (n INT UNSIGNED NOT NULL PRIMARY KEY)');
  await db.query('INSERT INTO scale_numbers VALUES (1)');
  for (let filled = 1; filled < upTo; filled *= 2)
    await db.query(
      'INSERT INTO scale_numbers SELECT n + :filled FROM scale_numbers WHERE n + :filled <= :upTo',
      {
        replacements: { filled, upTo },
      },
    );
}

/** Makes a new database as large as asked. Adds four plans. `say` is called with the progress. */
export async function seed(db: Sequelize, customers: number, say: (line: string) => void): Promise<Seeded> {
  await count(db, customers);
  for (const [n, product, frequency] of [
    [1, 'Monica', 'Monthly'],
    [2, 'Monica', 'Annual'],
    [3, 'OfficeLife', 'Monthly'],
    [4, 'OfficeLife', 'Annual'],
  ] as const)
    await db.query(
      `INSERT INTO plans (id, product, friendly_name, description, plan_name, plan_id_on_paddle, price_minor,
         price_currency, frequency, pause_allowed, created_at, updated_at)
       VALUES (${n}, '${product}', 'Plan ${n}', '', 'plan${n}', ${n}, 900, 'EUR', '${frequency}', 0, NOW(3), NOW(3))`,
    );
  for (const [at, statement] of statements.entries()) {
    for (let from = 1; from <= customers; from += together)
      await db.query(statement.replace('RANGE', `n BETWEEN ${from} AND ${from + together - 1}`));
    say(`seeded ${at + 1} of ${statements.length}`);
  }
  await db.query('DROP TABLE scale_numbers');
  // Updates the database's statistics, which still say that the tables are small.
  await db.query(`ANALYZE TABLE ${tables.join(', ')}`, { type: QueryTypes.SELECT });
  return { customers, receipts: customers * receiptsEach };
}
