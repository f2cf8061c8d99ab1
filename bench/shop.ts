/**
 * Creates the customers, the licences and the instance client that the benchmarks use. The licences and the client are
 * created by the same use-cases as in production.
 */
import { pino } from 'pino';
import type { Sequelize } from 'sequelize';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { decryptKey } from '#server/features/licences/keys/stored-key.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { paddlePlanId } from './alert-lives.ts';

export interface Shop {
  deps: Deps;
  client: { clientId: string; clientSecret: string };
  keys: string[];
  /** Number of customers. Their ids run from 1 to this number. */
  customers: number;
}

export async function openShop(
  db: Sequelize,
  environment: Record<string, string>,
  counts: { keys: number; customers: number },
): Promise<Shop> {
  const log = pino({ level: 'silent' });
  const deps = buildDeps({ config: readConfig(environment), db, log, clock: { now: () => new Date() } });
  const plan = await deps.plans.save({
    product: 'Monica',
    friendlyName: 'Monthly plan',
    description: '',
    planName: 'monica-monthly',
    paddlePlanId,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  });
  const ids = Array.from({ length: counts.customers }, (_, index) => index + 1);
  await db.query(
    `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
     VALUES ${ids.map((id) => `(${id}, 'Nora', 'nora-${id}@example.test', 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`)}`,
  );
  const until = addDays(dayOf(new Date()), 30);
  const keys: string[] = [];
  for (let made = 0; made < counts.keys; made += 1) {
    const granted = await grantLicence(deps, {
      userId: 1,
      plan,
      until,
      seats: 1,
      by: 'system',
      reason: 'to be measured',
    });
    const stored =
      granted.status === 'granted' ? await deps.licenceKeys.findCurrent(granted.licenceId) : null;
    if (granted.status !== 'granted' || !stored) throw new Error('a licence could not be created');
    keys.push(decryptKey(deps.keyVault, granted.licenceId, stored));
  }
  const client = await createClient(deps, { name: 'Bench', product: null });
  return { deps, client, keys, customers: counts.customers };
}
