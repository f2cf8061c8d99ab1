/** Stores the addresses that buyers use at Paddle, and tombstones of people erased here. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';

const PaddleContact = z.object({
  paddleUserId: column.number,
  email: column.text,
  since: column.instant,
});
export type PaddleContact = z.output<typeof PaddleContact>;

export interface Tombstone {
  /** Whether the tombstone was added after the erasure, because of an alert that arrived late. */
  foundLate: boolean;
  erasedAt: Date;
}

const TombstoneRow = z.object({
  name: column.text,
  foundLate: column.flag,
  erasedAt: column.milliseconds,
});

export type PaddleCustomerRepository = ReturnType<typeof paddleCustomerRepository>;

export function paddleCustomerRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the latest known addresses of the given buyers, by Paddle user ID. */
    async contacts(paddleUserIds: readonly number[]): Promise<Map<number, PaddleContact>> {
      if (paddleUserIds.length === 0) return new Map();
      const rows = await select(
        db,
        PaddleContact,
        `SELECT paddle_user_id AS paddleUserId, email, email_since AS since FROM paddle_customers
         WHERE paddle_user_id IN (?) AND email IS NOT NULL`,
        [paddleUserIds],
        transaction,
      );
      return new Map(rows.map((row) => [row.paddleUserId, row]));
    },

    /**
     * Returns those of the given buyers who were erased and whose addresses must not be stored again. This says nothing
     * about their purchases.
     */
    async erasedAmong(paddleUserIds: readonly number[]): Promise<Set<number>> {
      if (paddleUserIds.length === 0) return new Set();
      const rows = await select(
        db,
        PaddleContact.pick({ paddleUserId: true }),
        `SELECT paddle_user_id AS paddleUserId FROM paddle_customers
         WHERE paddle_user_id IN (?) AND erased_at IS NOT NULL`,
        [paddleUserIds],
        transaction,
      );
      return new Set(rows.map((row) => row.paddleUserId));
    },

    /**
     * Returns the tombstones with these names. A name is a stream or the result of `tombstoneOf` or
     * `tombstoneOfAddress`.
     */
    async tombstones(names: readonly string[]): Promise<Map<string, Tombstone>> {
      if (names.length === 0) return new Map();
      const rows = await select(
        db,
        TombstoneRow,
        `SELECT name, found_late AS foundLate, ${millisecondsOf('erased_at')} AS erasedAt FROM tombstones
         WHERE name IN (?)`,
        [names],
        transaction,
      );
      return new Map(rows.map(({ name, ...tombstone }) => [name, tombstone]));
    },

    /**
     * Saves addresses, except those of erased buyers. The SQL statement itself excludes them, so that a concurrent
     * erasure can't be undone.
     */
    async saveContacts(contacts: readonly PaddleContact[]): Promise<void> {
      if (contacts.length === 0) return;
      await execute(
        db,
        `INSERT INTO paddle_customers (paddle_user_id, email, email_since)
         VALUES ${contacts.map(() => '(?, ?, ?)').join(', ')}
         ON DUPLICATE KEY UPDATE
           email = IF(erased_at IS NULL, VALUES(email), NULL),
           email_since = IF(erased_at IS NULL, VALUES(email_since), NULL)`,
        contacts.flatMap(({ paddleUserId, email, since }) => [paddleUserId, email, since]),
        transaction,
      );
    },

    /** Deletes the addresses of the given buyers. */
    async forgetContacts(paddleUserIds: readonly number[]): Promise<void> {
      if (paddleUserIds.length === 0) return;
      await execute(
        db,
        'UPDATE paddle_customers SET email = NULL, email_since = NULL WHERE paddle_user_id IN (?)',
        [paddleUserIds],
        transaction,
      );
    },

    /**
     * Deletes the buyers' data and records that they were erased. If they already were, the first date and reason stay.
     */
    async erase(paddleUserIds: readonly number[], at: Date, because: string): Promise<void> {
      if (paddleUserIds.length === 0) return;
      await execute(
        db,
        `INSERT INTO paddle_customers (paddle_user_id, email, email_since, erased_at, erased_because)
         VALUES ${paddleUserIds.map(() => '(?, NULL, NULL, ?, ?)').join(', ')}
         ON DUPLICATE KEY UPDATE email = NULL, email_since = NULL,
           erased_because = COALESCE(erased_because, VALUES(erased_because)),
           erased_at = COALESCE(erased_at, VALUES(erased_at))`,
        paddleUserIds.flatMap((paddleUserId) => [paddleUserId, at, because.slice(0, 500)]),
        transaction,
      );
    },

    /** Adds tombstones. If a tombstone with the same name exists, it stays unchanged. */
    async bury(
      names: readonly string[],
      { at, because, foundLate = false }: { at: Date; because?: string; foundLate?: boolean },
    ): Promise<void> {
      if (names.length === 0) return;
      await execute(
        db,
        `INSERT IGNORE INTO tombstones (name, erased_at, erased_because, found_late)
         VALUES ${names.map(() => '(?, ?, ?, ?)').join(', ')}`,
        names.flatMap((name) => [name, at, because?.slice(0, 500) ?? null, foundLate]),
        transaction,
      );
    },

    /** Deletes tombstones created before `before` whose names start with `beginning`. */
    async unbury(beginning: string, before: Date): Promise<void> {
      await execute(
        db,
        'DELETE FROM tombstones WHERE name LIKE ? AND erased_at < ?',
        [`${beginning}%`, before],
        transaction,
      );
    },
  };
}
