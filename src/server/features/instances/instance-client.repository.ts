/** Stores the OAuth clients of instances. Secrets are stored only as hashes. */
import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';

export interface InstanceClient {
  /** Normally a UUID. A client imported from the PHP portal may have an integer as its ID. */
  id: string;
  name: string;
  /**
   * The only product whose keys the client may check; keys of the other product are reported as unknown. If null, the
   * client may check keys of both products.
   */
  product: Product | null;
  secretHash: string;
  revokedAt: Date | null;
}

interface InstanceClientRow
  extends Model<InferAttributes<InstanceClientRow>, InferCreationAttributes<InstanceClientRow>> {
  id: string;
  name: string;
  product: Product | null;
  secretHash: string;
  revokedAt: Date | null;
}

const attributes = () => ({
  id: { type: DataTypes.STRING(36), primaryKey: true },
  name: { type: DataTypes.STRING, allowNull: false },
  product: DataTypes.STRING,
  secretHash: { type: DataTypes.STRING(100), allowNull: false },
  revokedAt: DataTypes.DATE(3),
});

const toClient = (row: InstanceClientRow): InstanceClient => ({
  id: row.id,
  name: row.name,
  product: row.product,
  secretHash: row.secretHash,
  revokedAt: row.revokedAt,
});

/**
 * Returns false for IDs that can't exist. The ID columns are ASCII, and comparing them with other characters would make
 * the query fail.
 */
const isPossibleId = (id: string): boolean => /^[\x21-\x7e]{1,36}$/.test(id);

export type InstanceClientRepository = ReturnType<typeof instanceClientRepository>;

export function instanceClientRepository(db: Sequelize, transaction?: Transaction) {
  const clients = modelOf<InstanceClientRow>(db, 'instance_clients', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Lists all clients by name, including revoked ones. */
    async list(): Promise<InstanceClient[]> {
      const rows = await clients.findAll({
        order: [
          ['name', 'ASC'],
          ['id', 'ASC'],
        ],
        ...scope,
      });
      return rows.map(toClient);
    },

    async findById(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findByPk(id, scope);
      return row && toClient(row);
    },

    /** Returns the client, or null if it doesn't exist or has been revoked. */
    async findEnabled(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findOne({ where: { id, revokedAt: null }, ...scope });
      return row && toClient(row);
    },

    async add(client: Omit<InstanceClient, 'revokedAt'>): Promise<void> {
      await clients.create({ ...client, revokedAt: null }, scope);
    },

    /** Replaces the secret. Returns false if there is no such client or it has been revoked. */
    async replaceSecret(id: string, secretHash: string): Promise<boolean> {
      if (!isPossibleId(id)) return false;
      const [changed] = await clients.update({ secretHash }, { where: { id, revokedAt: null }, ...scope });
      return changed === 1;
    },

    /**
     * Replaces the stored hash with a different hash of the same secret. Does nothing if the secret was rotated in the
     * meantime.
     */
    async replaceHash(id: string, { from, to }: { from: string; to: string }): Promise<void> {
      await clients.update({ secretHash: to }, { where: { id, secretHash: from }, ...scope });
    },

    /** Disables the client permanently. Returns false if there is no such client or it was already revoked. */
    async revoke(id: string): Promise<boolean> {
      if (!isPossibleId(id)) return false;
      const [changed] = await clients.update(
        { revokedAt: new Date() },
        { where: { id, revokedAt: null }, ...scope },
      );
      return changed === 1;
    },
  };
}
