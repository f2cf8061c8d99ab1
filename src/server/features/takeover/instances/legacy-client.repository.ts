/** Stores what clients of the PHP portal were when they were last imported. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';

const Row = z.object({
  clientId: column.text,
  nameDigest: column.bytes,
  secretDigest: column.bytes,
  isDisabled: column.flag,
});
export type LegacyClient = z.output<typeof Row>;

export type LegacyClientRepository = ReturnType<typeof legacyClientRepository>;

export function legacyClientRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async find(clientId: string): Promise<LegacyClient | null> {
      const [row] = await select(
        db,
        Row,
        `SELECT client_id AS clientId, name_digest AS nameDigest, secret_digest AS secretDigest,
           is_disabled AS isDisabled
         FROM legacy_clients WHERE client_id = ?`,
        [clientId],
        transaction,
      );
      return row ?? null;
    },

    async save({ clientId, nameDigest, secretDigest, isDisabled }: LegacyClient): Promise<void> {
      await execute(
        db,
        `INSERT INTO legacy_clients (client_id, name_digest, secret_digest, is_disabled) VALUES (?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE name_digest = VALUES(name_digest), secret_digest = VALUES(secret_digest),
           is_disabled = VALUES(is_disabled)`,
        [clientId, nameDigest, secretDigest, isDisabled],
        transaction,
      );
    },
  };
}
