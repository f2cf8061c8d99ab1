/** Licences, an instance's client and alerts to measure with, made by the product's own use-cases. */

import { pino } from 'pino';
import type { Sequelize } from 'sequelize';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { unlockKey } from '#server/features/licences/stored-key.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { createSigner } from '#twin/signer.ts';
import type { BenchSettings } from './settings.ts';

export interface Shop {
  client: { clientId: string; clientSecret: string };
  keys: string[];
  /** Signed bodies, each the creation of a subscription of its own. */
  alerts: string[];
}

const paddlePlanId = 24_749;

function alertOf(index: number, userId: number, nextBillDate: string): Record<string, string> {
  const subscription = String(500_000 + index);
  return {
    alert_id: String(1_000_000 + index),
    alert_name: 'subscription_created',
    cancel_url: `https://checkout.example.test/cancel?subscription=${subscription}`,
    checkout_id: `1-chre${index}`,
    currency: 'USD',
    email: 'buyer@example.test',
    event_time: new Date().toISOString().slice(0, 19).replace('T', ' '),
    linked_subscriptions: '',
    marketing_consent: '0',
    next_bill_date: nextBillDate,
    passthrough: JSON.stringify({
      subscription_name: 'main',
      billable_id: userId,
      billable_type: 'App\\Models\\User',
    }),
    quantity: '1',
    source: '',
    status: 'active',
    subscription_id: subscription,
    subscription_plan_id: String(paddlePlanId),
    unit_price: '9.00',
    update_url: `https://checkout.example.test/update?subscription=${subscription}`,
    user_id: String(80_000 + index),
  };
}

export async function openShop(
  db: Sequelize,
  { environment, paddlePrivateKey }: BenchSettings,
  counts: { keys: number; alerts: number },
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
  await db.query(
    `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
     VALUES (1, 'Nora', 'nora@example.test', 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
  );
  const user = { id: 1, email: 'nora@example.test' };
  const until = addDays(dayOf(new Date()), 30);
  const keys: string[] = [];
  for (let made = 0; made < counts.keys; made += 1) {
    const granted = await grantLicence(deps, {
      userId: user.id,
      plan,
      until,
      seats: 1,
      by: 'system',
      reason: 'to be measured',
    });
    const stored =
      granted.status === 'granted' ? await deps.licenceKeys.findCurrent(granted.licenceId) : null;
    if (granted.status !== 'granted' || !stored) throw new Error('a licence could not be made');
    keys.push(unlockKey(deps.keyVault, granted.licenceId, stored));
  }
  const signer = createSigner(paddlePrivateKey);
  return {
    client: await createClient(deps, { name: 'Bench', product: null }),
    keys,
    alerts: Array.from({ length: counts.alerts }, (_, index) => signer.sign(alertOf(index, user.id, until))),
  };
}
