/** Opens a shop for playing histories: several portals on one database, a simulated Paddle API, and customers. */
import { seedShop } from '#scripts/demo/seed.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import type { Cast } from './cast.ts';
import { enrolCustomers } from './customers.ts';
import { makeProofDatabase, type ProofDatabase } from './database.ts';
import type { AlertForm } from './life.ts';
import { openPaddleDesk, type PaddleDesk } from './paddle-desk.ts';
import { type Portal, startPortal } from './portal.ts';
import { whenSettled } from './settled.ts';

export interface Shop {
  database: ProofDatabase;
  desk: PaddleDesk;
  portals: readonly Portal[];
  /** The dependencies that operator commands get. */
  deps: Deps;
  /** Sets the business clocks of all portals in the shop. */
  setNow(at: Date): void;
  /** Creates new customers with confirmed e-mail addresses. */
  enrol(count: number): Promise<Cast[]>;
  /** Delivers an alert. Throws unless the portal acknowledges it. */
  deliver(portal: number, alertId: number, form: AlertForm): Promise<void>;
  /**
   * Waits until all events of the streams have been applied, and advances the clock if necessary. Returns null on
   * success. After 45 seconds, returns a description of the events that are still unapplied.
   */
  settled(streams: readonly string[], settling?: { mayWait?: boolean }): Promise<string | null>;
  close(): Promise<void>;
}

export async function openShop(name: string, { portals: count }: { portals: number }): Promise<Shop> {
  const database = await makeProofDatabase(name);
  await seedShop(planRepository(database.db));
  const desk = await openPaddleDesk();
  let now = new Date('2026-01-12T09:14:00Z');
  const start = () =>
    startPortal({
      databaseUrl: database.url,
      at: now.toISOString(),
      settings: { PADDLE_VENDORS_URL: desk.url },
    });
  const portals = await Promise.all(Array.from({ length: count }, start));
  const [first] = portals;
  if (!first) throw new RangeError('a shop needs at least one portal');
  const log = createLogger('silent');
  const deps = buildDeps({ config: first.config, db: database.db, log, clock: { now: () => now } });
  let enrolled = 0;

  const setNow = (at: Date): void => {
    now = at;
    for (const portal of portals) portal.setNow(at.toISOString());
  };

  return {
    database,
    desk,
    portals,
    deps,
    setNow,
    enrol(howMany) {
      const from = enrolled;
      enrolled += howMany;
      return enrolCustomers(database.db, from, howMany);
    },
    async deliver(portal, alertId, form) {
      const endpoint = portals[portal % portals.length] ?? first;
      const answer = await endpoint.post(endpoint.signer.sign({ alert_id: String(alertId), ...form }));
      if (answer.status !== 200) throw new Error(`${form.alert_name} was answered ${answer.status}`);
    },
    settled: (streams, settling = {}) =>
      whenSettled(
        database.db,
        streams,
        (milliseconds) => setNow(new Date(now.getTime() + milliseconds)),
        settling,
      ),
    async close() {
      await Promise.all(portals.map((portal) => portal.stop()));
      await desk.close();
      await database.drop();
    },
  };
}
