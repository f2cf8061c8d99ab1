/** Adds the state of e-mails whose address the mail server refuses. */
import type { Sequelize } from 'sequelize';
import type { Migration } from '#db/migration.ts';

const states = (names: readonly string[]): string => names.map((name) => `'${name}'`).join();

const before = ['waiting', 'sent', 'not_needed', 'failed'];

async function declare(db: Sequelize, names: readonly string[]): Promise<void> {
  // The names are constants of this file.
  await db.query(`ALTER TABLE outbox MODIFY state ENUM(${states(names)}) NOT NULL`);
}

export const up: Migration = ({ context: db }) => declare(db, [...before, 'suppressed']);

export const down: Migration = async ({ context: db }) => {
  await db.query("UPDATE outbox SET state = 'not_needed' WHERE state = 'suppressed'");
  await declare(db, before);
};
