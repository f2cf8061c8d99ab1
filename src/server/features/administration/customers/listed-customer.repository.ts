/** Reads what lists say about customers, and finds customers by numbers of orders, subscriptions and buyers. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select, wordColumn } from '#server/platform/database/statements.ts';
import {
  type ListedCustomer,
  type ListedLicence,
  type Matched,
  maxListedLicences,
} from '#shared/administration/customers.ts';
import { roleInRow } from '#shared/administration/roles.ts';
import { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

const CustomerRow = z.object({
  id: column.number,
  name: column.text,
  email: column.text,
  isEmailVerified: column.flag,
  companyName: column.text.nullable(),
  country: column.text.nullable(),
  since: column.instant,
  blockedAt: column.instant.nullable(),
  instanceAdministrator: column.flag,
  administratorRole: column.text.nullable(),
});

const LicenceRow = z.object({
  userId: column.number,
  id: column.number,
  product: Product,
  planId: column.number,
  planName: column.text,
  frequency: Frequency,
  status: wordColumn<LicenceStatus>(),
});

const PurchaseRow = z.object({
  matched: wordColumn<Matched>(),
  reference: column.text,
  userId: column.number.nullable(),
  licenceId: column.number.nullable(),
});

/** Something of a purchase that has the number that was looked for. */
export type FoundPurchase = z.output<typeof PurchaseRow>;

/** More than one number refers to only if Paddle's numbers of a buyer are shared. */
const maxFound = 50;

export type ListedCustomerRepository = ReturnType<typeof listedCustomerRepository>;

export function listedCustomerRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the accounts that exist, in the order of the IDs given. */
    async listByIds(ids: readonly number[]): Promise<ListedCustomer[]> {
      if (ids.length === 0) return [];
      const customers = await select(
        db,
        CustomerRow,
        `SELECT id, name, email, email_verified AS isEmailVerified, company_name AS companyName, country,
           created_at AS since, blocked_at AS blockedAt, instance_administrator AS instanceAdministrator,
           administrator_role AS administratorRole
         FROM users WHERE id IN (?)`,
        [ids],
        transaction,
      );
      const licences = await select(
        db,
        LicenceRow,
        `SELECT l.user_id AS userId, l.id, p.product, p.id AS planId, p.friendly_name AS planName, p.frequency,
           l.status
         FROM licences l JOIN plans p ON p.id = l.plan_id WHERE l.user_id IN (?) ORDER BY l.id DESC`,
        [ids],
        transaction,
      );
      const byId = new Map(customers.map((customer) => [customer.id, customer]));
      const owned = new Map<number, ListedLicence[]>();
      for (const { userId, ...licence } of licences) {
        const own = owned.get(userId);
        if (own) own.push(licence);
        else owned.set(userId, [licence]);
      }
      return ids.flatMap((id) => {
        const customer = byId.get(id);
        if (!customer) return [];
        const { blockedAt, instanceAdministrator, administratorRole, ...row } = customer;
        const own = owned.get(id) ?? [];
        return [
          {
            ...row,
            isBlocked: blockedAt !== null,
            role: roleInRow({ instanceAdministrator, administratorRole }),
            licences: own.slice(0, maxListedLicences),
            licenceCount: own.length,
          },
        ];
      });
    },

    /** Finds purchases by a text that may be the ID of an order or of a subscription at Paddle. */
    findPurchases: (reference: string): Promise<FoundPurchase[]> =>
      select(
        db,
        PurchaseRow,
        `(SELECT 'order' AS matched, r.order_id AS reference, r.user_id AS userId, l.id AS licenceId
          FROM receipts r LEFT JOIN licences l ON l.stream = r.stream WHERE r.order_id = :reference LIMIT :maxFound)
         UNION
         (SELECT 'subscription', s.id, e.user_id, l.id FROM subscription_refs s
          LEFT JOIN event_streams e ON e.stream = s.stream LEFT JOIN licences l ON l.stream = s.stream
          WHERE s.paddle_product IN ('classic', 'billing') AND s.kind = 'subscription' AND s.id = :reference
          LIMIT :maxFound)`,
        { reference, maxFound },
        transaction,
      ),

    /** Finds purchases by Paddle's number of the buyer, which several people may share. */
    findByPaddleUser: (paddleUserId: number): Promise<FoundPurchase[]> =>
      select(
        db,
        PurchaseRow,
        `SELECT DISTINCT 'paddle_user' AS matched, CAST(s.paddle_user_id AS CHAR) AS reference,
           s.user_id AS userId, l.id AS licenceId
         FROM subscriptions s LEFT JOIN licences l ON l.stream = s.stream
         WHERE s.paddle_user_id = :paddleUserId LIMIT :maxFound`,
        { paddleUserId, maxFound },
        transaction,
      ),
  };
}
