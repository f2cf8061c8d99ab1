/** Buyers as Paddle knows them: their address there, and what is remembered of those who were erased here. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { plainChange, plainSelect } from '#server/platform/database/plain-statement.ts';

export interface PaddleContact {
  paddleUserId: number;
  email: string;
  since: Date;
}

export type PaddleCustomerRepository = ReturnType<typeof paddleCustomerRepository>;

export function paddleCustomerRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};
  return {
    /** Buyers' newest addresses at Paddle, of those asked for. */
    async contacts(paddleUserIds: readonly number[]): Promise<Map<number, PaddleContact>> {
      if (paddleUserIds.length === 0) return new Map();
      const rows = await db.query<PaddleContact>(
        `SELECT paddle_user_id AS paddleUserId, email, email_since AS since FROM paddle_customers
         WHERE paddle_user_id IN (:paddleUserIds) AND email IS NOT NULL`,
        { type: QueryTypes.SELECT, replacements: { paddleUserIds: [...paddleUserIds] }, ...scope },
      );
      return new Map(rows.map((row) => [row.paddleUserId, row]));
    },

    /** Those of them who were erased: nothing about them may be written down again. */
    async erasedAmong(paddleUserIds: readonly number[]): Promise<Set<number>> {
      if (paddleUserIds.length === 0) return new Set();
      const rows = await plainSelect<{ paddleUserId: number }>(
        db,
        `SELECT paddle_user_id AS paddleUserId FROM paddle_customers
         WHERE paddle_user_id IN (?) AND erased_at IS NOT NULL`,
        [paddleUserIds],
        transaction,
      );
      return new Set(rows.map((row) => row.paddleUserId));
    },

    /** Of some buyers at Paddle and some names (`tombstoneOf`, subjects), those of people who were erased. */
    async tombstones(asked: {
      paddleUserIds: readonly number[];
      names: readonly string[];
    }): Promise<{ paddleUserIds: Set<number>; names: Set<string> }> {
      const found = { paddleUserIds: new Set<number>(), names: new Set<string>() };
      const { paddleUserIds, names } = asked;
      if (paddleUserIds.length + names.length === 0) return found;
      // One statement, for everything that is stored waits for it. No buyer is 0, and no name is empty.
      const rows = await plainSelect<{ paddleUserId: number | null; name: string | null }>(
        db,
        `SELECT paddle_user_id AS paddleUserId, NULL AS name FROM paddle_customers
         WHERE paddle_user_id IN (?) AND erased_at IS NOT NULL
         UNION ALL SELECT NULL, name FROM tombstones WHERE name IN (?)`,
        [paddleUserIds.length > 0 ? paddleUserIds : [0], names.length > 0 ? names : ['']],
        transaction,
      );
      for (const { paddleUserId, name } of rows) {
        // What a union makes of a number may be its text.
        if (paddleUserId !== null) found.paddleUserIds.add(Number(paddleUserId));
        if (name !== null) found.names.add(name);
      }
      return found;
    },

    /** Writes buyers' newest addresses. Of who was erased, perhaps at this moment, none is written. */
    async saveContacts(contacts: readonly PaddleContact[]): Promise<void> {
      if (contacts.length === 0) return;
      await plainChange(
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

    /** Paddle's numbers of the buyers with that address there, in lower case or not. */
    async listByEmail(email: string): Promise<number[]> {
      const rows = await db.query<{ paddleUserId: number }>(
        'SELECT paddle_user_id AS paddleUserId FROM paddle_customers WHERE LOWER(email) = :email',
        { type: QueryTypes.SELECT, replacements: { email: email.toLowerCase() }, ...scope },
      );
      return rows.map((row) => row.paddleUserId);
    },

    /** Leaves of some buyers only that they were erased, when first and why. */
    async erase(paddleUserIds: readonly number[], at: Date, because: string): Promise<void> {
      if (paddleUserIds.length === 0) return;
      await plainChange(
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

    /** Remembers by its name what was an erased person's. */
    async bury(names: readonly string[], at: Date): Promise<void> {
      if (names.length === 0) return;
      await plainChange(
        db,
        `INSERT IGNORE INTO tombstones (name, erased_at) VALUES ${names.map(() => '(?, ?)').join(', ')}`,
        names.flatMap((name) => [name, at]),
        transaction,
      );
    },
  };
}
