/** A signed-in customer with a licence, for tests of getting another key. */
import { beforeEach } from 'vitest';
import { createdAlert, passthroughOf, paymentAlert } from '#tests/support/billing/alerts.ts';
import { keyOf } from '#tests/support/billing/licences.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import { type SignedIn, useSignedIn } from '#tests/support/people/signed-in.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';

export interface KeyShop {
  customer: SignedIn;
  database: TestDatabase;
  licenceId: number;
  keys: SignedIn['trpc']['billing']['keys'];
  /** Returns an alert with the fields that identify the customer. */
  ours(changes?: Record<string, string>): Record<string, string>;
  /** Buys an OfficeLife licence with this number of seats, and returns its ID. */
  buySeats(seats: number): Promise<number>;
  /** Returns the licence as its page shows it. */
  view(
    licenceId?: number,
  ): Promise<Awaited<ReturnType<SignedIn['trpc']['licences']['list']['query']>>[number]>;
  /** Returns when the replaced keys stop, if the page says so: the next one and, if there are several, the last one. */
  overlap(licenceId?: number): Promise<string[]>;
  /** Returns the current key. */
  key(licenceId?: number): Promise<string>;
  /** Previews the replacement of a key and confirms what was shown, as the dialog does. */
  replace(licenceId?: number): Promise<void>;
  /** Replaces the key, so that the old one stops at once. */
  replaceAtOnce(): Promise<void>;
  /** Gives the customer another address and, with it, an updated key. */
  update(): Promise<void>;
  /** Returns what /api/validate currently responds for a key, for example "200 2026-02-13", "410 revoked" or "404". */
  ping(key: string): Promise<string>;
  /** Returns the types and sources of the logged decisions, oldest first. */
  decisions(): Promise<string[]>;
  /** Gives the licence to another customer. */
  giveAway(): Promise<void>;
}

/**
 * Provides the customer, with a monthly Monica licence. Today is 12 January 2026, 09:20 UTC, and the licence is paid
 * through 12 February. Call it once per test file.
 */
export function useKeyShop(): KeyShop {
  const database = useDatabase();
  const customer = useSignedIn(database, () => ({ at: '2026-01-12T09:20:00Z' }));
  const shop = { database, customer } as KeyShop;
  beforeEach(async () => {
    const { portal, deps, trpc, userId, email, rows } = customer;
    await seedPlansOnSale(database.db);
    await database.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');
    const ours: KeyShop['ours'] = (changes = {}) => ({
      passthrough: passthroughOf(userId),
      email,
      ...changes,
    });
    await portal.alert(createdAlert(ours()));
    await portal.alert(paymentAlert(ours()));
    const token = await authorize(portal, deps);
    const newest = async () => (await deps.licences.listForUser(userId))[0]?.id ?? 0;
    Object.assign(shop, {
      ...{ licenceId: await newest(), keys: trpc.billing.keys, ours },
      async buySeats(seats) {
        const order = ours({
          subscription_id: '502300',
          subscription_plan_id: '24751',
          quantity: String(seats),
        });
        const paid = { ...order, order_id: '317366-9', subscription_payment_id: '770019' };
        await portal.alert(createdAlert({ ...order, event_time: '2026-01-12 09:15:00' }));
        await portal.alert(paymentAlert({ ...paid, event_time: '2026-01-12 09:15:05' }));
        return newest();
      },
      async view(licenceId = shop.licenceId) {
        const found = (await trpc.licences.list.query({})).find(({ id }) => id === licenceId);
        if (!found) throw new Error(`the customer has no licence ${licenceId}`);
        return found;
      },
      async overlap(licenceId) {
        const { notices, oldKeys } = await shop.view(licenceId);
        const isSaid = notices.some(({ kind }) => kind === 'key_replaced');
        return isSaid ? [...new Set(oldKeys.stopping.map((end) => end.toISOString()))] : [];
      },
      key: (licenceId = shop.licenceId) => keyOf(deps, licenceId),
      async replace(licenceId = shop.licenceId) {
        const { keyId, oldKeysUntil } = await shop.keys.preview.query({ licenceId });
        await shop.keys.replace.mutate({
          ...{ licenceId, keyId: keyId ?? 0 },
          oldKeysUntil: oldKeysUntil.toISOString(),
        });
      },
      async replaceAtOnce() {
        const { licenceId } = shop;
        const { keyId } = await shop.keys.preview.query({ licenceId });
        await shop.keys.replace.mutate({ licenceId, keyId: keyId ?? 0, oldKeysUntil: null });
      },
      async update() {
        await database.db.query("UPDATE users SET email = CONCAT('new.', email)");
        await shop.keys.update.mutate({ licenceId: shop.licenceId });
      },
      async ping(key) {
        const answer = await fetch(`${portal.url}/api/validate`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ licence_key: key }),
        });
        const body = (await answer.json()) as { next_check_at?: string; reason?: string };
        return `${answer.status} ${body.next_check_at ?? body.reason ?? ''}`.trim();
      },
      async decisions() {
        const logged = await rows<{ type: string; source: string }>(
          "SELECT type, source FROM billing_events WHERE source <> 'paddle_alert' ORDER BY id",
        );
        return logged.map(({ type, source }) => `${type} by ${source}`);
      },
      async giveAway() {
        const other = await addCustomer(database.db);
        await database.db.query(`UPDATE licences SET user_id = ${other}`);
      },
    } satisfies Omit<KeyShop, 'database' | 'customer'>);
  });
  return shop;
}
