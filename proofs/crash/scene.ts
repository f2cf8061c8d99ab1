/**
 * Sets up what the crash proof needs: one database, a stopped clock, keys that all portals share, and the portals that
 * take over after a crash.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryTypes } from 'sequelize';
import { type Cast, withoutCast } from '#proofs/shop/cast.ts';
import { enrolCustomers } from '#proofs/shop/customers.ts';
import { makeProofDatabase } from '#proofs/shop/database.ts';
import type { AlertForm } from '#proofs/shop/life.ts';
import { startPortal } from '#proofs/shop/portal.ts';
import { whenSettled } from '#proofs/shop/settled.ts';
import { readStored } from '#proofs/shop/stored-state.ts';
import { seedShop } from '#scripts/demo/seed.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { createSigner } from '#twin/alerts/signer.ts';
import { startVictims, type Victims } from './victims.ts';

/**
 * The time shown by the stopped clock while portals are killed. The payments that failed earlier that morning are
 * recent enough to be reported by e-mail.
 */
const now = '2026-02-12T07:00:00Z';
/** Time to which the clock is set when a portal is restarted. By then, everything that was stored before is due. */
const later = '2026-02-12T07:30:00Z';
const nobody = 'http://127.0.0.1:1/api/2.0';

export interface Scene {
  victims: Victims;
  enrol(): Promise<Cast>;
  /** Posts an alert. Returns true if the portal acknowledges it, and false if the portal is dead. */
  post(url: string, alertId: number, form: AlertForm): Promise<boolean>;
  /**
   * Starts a new portal to finish the remaining work. Calls `also` with the new portal's URL before waiting for the
   * work to be finished. Returns a description of the events that are still unapplied; null if there are none.
   */
  restart(streams: readonly string[], also: (url: string) => Promise<void>): Promise<string | null>;
  /** Returns the stored state of the streams, including the e-mails that were queued or sent because of them. */
  stored(cast: Cast, streams: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

async function startStandingClock(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'application/json').end(JSON.stringify({ now }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

const freshKey = (): string => `base64:${randomBytes(32).toString('base64')}`;

export async function openScene({ spare }: { spare: number }): Promise<Scene> {
  const database = await makeProofDatabase('crash');
  await seedShop(planRepository(database.db));
  const clock = await startStandingClock();
  const paddle = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const signer = createSigner(paddle.privateKey);
  const shared = {
    APP_KEY: freshKey(),
    PRIVATE_KEY: freshKey(),
    PADDLE_PUBLIC_KEY: paddle.publicKey,
  };
  const victims = await startVictims(
    {
      ...shared,
      NODE_ENV: 'test',
      BIND_ADDRESS: '127.0.0.1',
      DATABASE_URL: database.url,
      CLOCK_URL: clock.url,
      PADDLE_VENDOR_ID: '1',
      PADDLE_VENDOR_AUTH_CODE: 'none',
      PADDLE_VENDORS_URL: nobody,
      PADDLE_CHECKOUT_URL: nobody,
      MAIL_HOST: '127.0.0.1',
      MAIL_PORT: '1',
      MAIL_ENCRYPTION: 'none',
      MAIL_FROM_ADDRESS: 'portal@example.test',
      SUPPORT_EMAIL: 'support@example.test',
      MONICA_BILLING_URL: 'https://monica.example.test/billing',
      OFFICELIFE_BILLING_URL: 'https://officelife.example.test/billing',
      METRICS_PORT: '0',
      DRAIN_SECONDS: '0',
    },
    { spare },
  );
  let enrolled = 0;

  return {
    victims,
    async enrol() {
      enrolled += 1;
      const [cast] = await enrolCustomers(database.db, enrolled, 1);
      if (!cast) throw new Error('no customer was created');
      return cast;
    },
    async post(url, alertId, form) {
      const body = signer.sign({ alert_id: String(alertId), ...form });
      const headers = { 'content-type': 'application/x-www-form-urlencoded', connection: 'close' };
      try {
        const answer = await fetch(`${url}/paddle/webhook`, { method: 'POST', headers, body });
        if (answer.status !== 200) throw new Error(`${form.alert_name} was answered ${answer.status}`);
        await answer.text();
        return true;
      } catch (error) {
        // fetch throws a TypeError if the connection fails, which means that the portal is dead.
        if (error instanceof TypeError) return false;
        throw error;
      }
    },
    async restart(streams, also) {
      const portal = await startPortal({ databaseUrl: database.url, at: later, settings: shared });
      let time = new Date(later).getTime();
      try {
        await also(portal.url);
        return await whenSettled(database.db, streams, (milliseconds) => {
          time += milliseconds;
          portal.setNow(new Date(time).toISOString());
        });
      } finally {
        await portal.stop();
      }
    },
    async stored(cast, streams) {
      const mails = await database.db.query<{ idempotency_key: string; template: string }>(
        'SELECT idempotency_key, template FROM outbox WHERE idempotency_key LIKE :about ORDER BY idempotency_key',
        { type: QueryTypes.SELECT, replacements: { about: `%:${cast.subscriptionId}:%` } },
      );
      return withoutCast({ streams: await readStored(database.db, streams), mails }, cast);
    },
    async close() {
      await victims.close();
      await clock.stop();
      await database.drop();
    },
  };
}
