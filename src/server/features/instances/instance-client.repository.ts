/** Clients of the instance protocol. Secrets only as hashes. */
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
  /** A UUID; clients taken over from the PHP portal may have an integer. */
  id: string;
  name: string;
  /** The product it is bound to: keys of the other one are unknown to it. Null for both. */
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

/** Ids are ASCII in the database, which fails when it is to compare them with anything else. */
const isPossibleId = (id: string): boolean => /^[\x21-\x7e]{1,36}$/.test(id);

export type InstanceClientRepository = ReturnType<typeof instanceClientRepository>;

export function instanceClientRepository(db: Sequelize, transaction?: Transaction) {
  const clients = modelOf<InstanceClientRow>(db, 'instance_clients', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Every client, revoked ones too, by name. */
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

    /** The client, unless it has been revoked. */
    async findEnabled(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findOne({ where: { id, revokedAt: null }, ...scope });
      return row && toClient(row);
    },

    async add(client: Omit<InstanceClient, 'revokedAt'>): Promise<void> {
      await clients.create({ ...client, revokedAt: null }, scope);
    },

    /** Puts a new secret in place of the old one; false when there is no such client, or it is revoked. */
    async replaceSecret(id: string, secretHash: string): Promise<boolean> {
      if (!isPossibleId(id)) return false;
      const [changed] = await clients.update({ secretHash }, { where: { id, revokedAt: null }, ...scope });
      return changed === 1;
    },

    /** Another hash of the same secret; nothing happens where the secret has been replaced meanwhile. */
    async replaceHash(id: string, { from, to }: { from: string; to: string }): Promise<void> {
      await clients.update({ secretHash: to }, { where: { id, secretHash: from }, ...scope });
    },

    /** Disables the client for good; false when there is no such client, or it is revoked already. */
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
