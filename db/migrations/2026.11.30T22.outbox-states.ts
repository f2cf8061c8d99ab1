/** Renames the final states of an e-mail: `void` becomes `not_needed`, `given_up` becomes `failed`. */
import type { Sequelize } from 'sequelize';
import type { Migration } from '#db/migration.ts';

type States = readonly [notNeeded: string, failed: string];

const before: States = ['void', 'given_up'];
const after: States = ['not_needed', 'failed'];

async function renameStates(db: Sequelize, from: States, to: States): Promise<void> {
  const states = (names: readonly string[]): string =>
    ['waiting', 'sent', ...names].map((name) => `'${name}'`).join();
  // The names are constants of this file.
  await db.query(`ALTER TABLE outbox MODIFY state ENUM(${states([...from, ...to])}) NOT NULL`);
  for (const [index, old] of from.entries()) {
    await db.query('UPDATE outbox SET state = ? WHERE state = ?', { replacements: [to[index], old] });
  }
  await db.query(`ALTER TABLE outbox MODIFY state ENUM(${states(to)}) NOT NULL`);
}

export const up: Migration = async ({ context: db }) => {
  await renameStates(db, before, after);
};

export const down: Migration = async ({ context: db }) => {
  await renameStates(db, after, before);
};
