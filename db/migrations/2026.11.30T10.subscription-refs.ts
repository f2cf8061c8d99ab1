/**
 * Adds a table that maps subscriptions at Paddle to streams. A stream now belongs to the portal's own subscription,
 * which different subscriptions at Paddle may pay for over time.
 */
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Migration } from '#db/migration-list.ts';

const together = 2_000;

/**
 * Until now, each stream was named after its Paddle subscription. Reads the streams in pages along an index, so that no
 * statement grows with the table. Existing rows are kept.
 */
async function fillFrom(db: Sequelize, table: 'event_streams' | 'billing_events'): Promise<void> {
  for (let after = 'subscription:'; ; ) {
    const rows = await db.query<{ stream: string }>(
      `SELECT DISTINCT stream FROM ${table}
       WHERE stream > :after AND stream < 'subscription;' ORDER BY stream LIMIT :together`,
      { type: QueryTypes.SELECT, replacements: { after, together } },
    );
    const last = rows.at(-1)?.stream;
    if (last === undefined) return;
    await db.query(
      `INSERT IGNORE INTO subscription_refs (stream, paddle_product, kind, id)
       SELECT DISTINCT stream, 'classic', 'subscription', SUBSTRING(stream, 14) FROM ${table}
       WHERE stream > :after AND stream <= :last`,
      { replacements: { after, last } },
    );
    after = last;
  }
}

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS subscription_refs (
    paddle_product VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    linked_at DATETIME(3) NULL,
    superseded_at DATETIME(3) NULL,
    PRIMARY KEY (paddle_product, kind, id),
    KEY subscription_refs_stream_index (stream, superseded_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await fillFrom(db, 'event_streams');
  // Events that haven't been folded yet have no row in `event_streams`.
  await fillFrom(db, 'billing_events');
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS subscription_refs');
};
