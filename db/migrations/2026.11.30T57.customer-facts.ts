/**
 * Adds what the list of customers is filtered by. A customer has a row for each licence, or one row with the licence 0
 * if there is none. Each key is for one combination of filters, and all of them are in the order of the list.
 *
 * Also adds to the outbox whose account an e-mail went to. It is no foreign key, so that recording what became of an
 * e-mail cannot fail because the account was deleted meanwhile.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS customer_facts (
    user_id BIGINT UNSIGNED NOT NULL,
    licence_id BIGINT UNSIGNED NOT NULL,
    product VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    plan_id BIGINT UNSIGNED NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    country CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    customer_since DATETIME(3) NOT NULL,
    PRIMARY KEY (user_id, licence_id),
    KEY customer_facts_licence_index (licence_id),
    KEY customer_facts_since_index (customer_since, user_id),
    KEY customer_facts_country_index (country, customer_since, user_id),
    KEY customer_facts_product_index (product, state, customer_since, user_id),
    KEY customer_facts_plan_index (plan_id, state, customer_since, user_id),
    KEY customer_facts_country_product_index (country, product, state, customer_since, user_id),
    KEY customer_facts_country_plan_index (country, plan_id, state, customer_since, user_id),
    CONSTRAINT customer_facts_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await addColumns(db, 'outbox', { user_id: 'BIGINT UNSIGNED NULL' });
  await addKeys(db, 'outbox', { outbox_user_index: 'KEY outbox_user_index (user_id, id)' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'outbox', [
    ['INDEX', 'outbox_user_index'],
    ['COLUMN', 'user_id'],
  ]);
  await db.query('DROP TABLE IF EXISTS customer_facts');
};
