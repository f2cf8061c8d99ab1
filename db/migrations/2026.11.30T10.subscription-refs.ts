/**
 * Adds a table that maps subscriptions at Paddle to streams. From now on, a stream belongs to a subscription of the
 * portal, and different subscriptions at Paddle may pay for it over time.
 */
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Migration } from '#db/migration.ts';

const together = 2_000;

/**
 * Fills the table from the names of the streams, since each stream was named after its Paddle subscription until now.
 * Reads the streams page by page along an index, so that no statement has to process the whole table. Existing rows are
 * kept.
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
  // A stream whose events haven't been folded yet has no row in `event_streams`, so the streams of all events are added
  // as well.
  await fillFrom(db, 'billing_events');
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS subscription_refs');
};
