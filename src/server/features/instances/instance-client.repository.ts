/** Stores the OAuth clients of instances. Secrets are stored only as hashes. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import { column, select } from '#server/platform/database/statements.ts';
import type { ClientSelection } from '#shared/administration/instances.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';

/** A secret that was replaced, and is accepted until it ends. */
export interface OlderSecret {
  number: number;
  hash: string;
  madeAt: Date | null;
  endsAt: Date;
}

export interface InstanceClient {
  /** Normally a UUID. A client imported from the PHP portal may have an integer as its ID. */
  id: string;
  name: string;
  /**
   * The only product whose keys the client may check; keys of the other product are reported as unknown. If null, the
   * client may check keys of both products.
   */
  product: Product | null;
  /** The hash of the newest secret. */
  secretHash: string;
  /** Tells the secrets of the client apart. */
  secretNumber: number;
  /** Null if the secret is older than the portal's record of it. */
  secretMadeAt: Date | null;
  /** It may have ended: `liveHashesOf` tells. */
  olderSecret: OlderSecret | null;
  /** When the client was disabled; null if it is enabled. */
  revokedAt: Date | null;
  createdAt: Date;
}

interface InstanceClientRow
  extends Model<InferAttributes<InstanceClientRow>, InferCreationAttributes<InstanceClientRow>> {
  id: string;
  name: string;
  product: Product | null;
  secretHash: string;
  secretNumber: CreationOptional<number>;
  secretMadeAt: Date | null;
  olderSecretHash: CreationOptional<string | null>;
  olderSecretNumber: CreationOptional<number | null>;
  olderSecretMadeAt: CreationOptional<Date | null>;
  olderSecretEndsAt: CreationOptional<Date | null>;
  revokedAt: Date | null;
  createdAt: CreationOptional<Date>;
}

const number = DataTypes.INTEGER.UNSIGNED;
const attributes = () => ({
  id: { type: DataTypes.STRING(36), primaryKey: true },
  name: { type: DataTypes.STRING, allowNull: false },
  product: DataTypes.STRING,
  secretHash: { type: DataTypes.STRING(100), allowNull: false },
  secretNumber: { type: number, allowNull: false, defaultValue: 1 },
  secretMadeAt: DataTypes.DATE(3),
  olderSecretHash: DataTypes.STRING(100),
  olderSecretNumber: number,
  olderSecretMadeAt: DataTypes.DATE(3),
  olderSecretEndsAt: DataTypes.DATE(3),
  revokedAt: DataTypes.DATE(3),
  createdAt: DataTypes.DATE(3),
});

function olderSecretOf(row: InstanceClientRow): OlderSecret | null {
  const { olderSecretHash: hash, olderSecretNumber: number, olderSecretMadeAt: madeAt } = row;
  const { olderSecretEndsAt: endsAt } = row;
  return hash === null || number === null || endsAt === null ? null : { hash, number, madeAt, endsAt };
}

const toClient = (row: InstanceClientRow): InstanceClient => ({
  id: row.id,
  name: row.name,
  product: row.product,
  secretHash: row.secretHash,
  secretNumber: row.secretNumber,
  secretMadeAt: row.secretMadeAt,
  olderSecret: olderSecretOf(row),
  revokedAt: row.revokedAt,
  createdAt: row.createdAt,
});

/** The secrets of a client after a change. */
export interface ClientSecrets {
  newest: { number: number; hash: string; madeAt: Date | null };
  older: OlderSecret | null;
}

/**
 * Returns false for IDs that can't exist. The ID columns are ASCII, and comparing them with other characters would make
 * the query fail.
 */
const isPossibleId = (id: string): boolean => /^[\x21-\x7e]{1,36}$/.test(id);

const Id = z.object({ id: column.text });

export type InstanceClientRepository = ReturnType<typeof instanceClientRepository>;

export function instanceClientRepository(db: Sequelize, transaction?: Transaction) {
  const clients = modelOf<InstanceClientRow>(db, 'instance_clients', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Lists all clients by name, including disabled ones. */
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

    /** Returns up to `limit` clients by name: the first ones, or those next to a client that exists. */
    async page(
      { state, product }: ClientSelection,
      place: { after: string } | { before: string } | null,
      limit: number,
    ): Promise<InstanceClient[]> {
      const isBackwards = place !== null && 'before' in place;
      const [beyond, order] = isBackwards ? ['<', 'DESC'] : ['>', 'ASC'];
      const at = place === null ? null : 'before' in place ? place.before : place.after;
      if (at !== null && !isPossibleId(at)) return [];
      const conditions = [
        ...(state === undefined ? [] : [`c.revoked_at IS ${state === 'disabled' ? 'NOT ' : ''}NULL`]),
        ...(product === undefined ? [] : ['c.product = :product']),
        ...(at === null ? [] : [`(c.name ${beyond} a.name OR (c.name = a.name AND c.id ${beyond} a.id))`]),
      ];
      const found = await select(
        db,
        Id,
        `SELECT c.id FROM instance_clients c ${at === null ? '' : 'JOIN instance_clients a ON a.id = :at'}
         ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
         ORDER BY c.name ${order}, c.id ${order} LIMIT :limit`,
        { product, at: at ?? undefined, limit },
        transaction,
      );
      const ids = found.map(({ id }) => id);
      const rows = ids.length === 0 ? [] : await clients.findAll({ where: { id: ids }, ...scope });
      const byId = new Map(rows.map((row) => [row.id, toClient(row)]));
      const listed = ids.flatMap((id) => byId.get(id) ?? []);
      return isBackwards ? listed.reverse() : listed;
    },

    /** Returns the names of clients, by their IDs. */
    async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map();
      const rows = await clients.findAll({ attributes: ['id', 'name'], where: { id: [...ids] }, ...scope });
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    async findById(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findByPk(id, scope);
      return row && toClient(row);
    },

    /** Like `findById`, but keeps others from changing the client until the transaction ends. */
    async lock(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findByPk(id, {
        ...scope,
        ...(transaction ? { lock: transaction.LOCK.UPDATE } : {}),
      });
      return row && toClient(row);
    },

    /** Returns the client, or null if it doesn't exist or has been disabled. */
    async findEnabled(id: string): Promise<InstanceClient | null> {
      if (!isPossibleId(id)) return null;
      const row = await clients.findOne({ where: { id, revokedAt: null }, ...scope });
      return row && toClient(row);
    },

    async add(client: Pick<InstanceClient, 'id' | 'name' | 'product' | 'secretHash'>): Promise<void> {
      await clients.create({ ...client, secretMadeAt: new Date(), revokedAt: null }, scope);
    },

    /** Stores the secrets of a client that is locked. */
    async saveSecrets(id: string, { newest, older }: ClientSecrets): Promise<void> {
      await clients.update(
        {
          ...{ secretHash: newest.hash, secretNumber: newest.number, secretMadeAt: newest.madeAt },
          olderSecretHash: older?.hash ?? null,
          olderSecretNumber: older?.number ?? null,
          olderSecretMadeAt: older?.madeAt ?? null,
          olderSecretEndsAt: older?.endsAt ?? null,
        },
        { where: { id }, ...scope },
      );
    },

    /**
     * Replaces the stored hash with a different hash of the same secret. Does nothing if the secret was rotated or
     * ended in the meantime.
     */
    async replaceHash(id: string, { from, to }: { from: string; to: string }): Promise<void> {
      await clients.update({ secretHash: to }, { where: { id, secretHash: from }, ...scope });
      await clients.update({ olderSecretHash: to }, { where: { id, olderSecretHash: from }, ...scope });
    },

    async rename(id: string, name: string): Promise<void> {
      await clients.update({ name }, { where: { id }, ...scope });
    },

    async bind(id: string, product: Product | null): Promise<void> {
      await clients.update({ product }, { where: { id }, ...scope });
    },

    /** Disables the client. Returns false if there is no such client or it was already disabled. */
    async revoke(id: string): Promise<boolean> {
      if (!isPossibleId(id)) return false;
      const [changed] = await clients.update(
        { revokedAt: new Date() },
        { where: { id, revokedAt: null }, ...scope },
      );
      return changed === 1;
    },

    /** Enables a disabled client again. */
    async enable(id: string): Promise<void> {
      await clients.update({ revokedAt: null }, { where: { id }, ...scope });
    },
  };
}
