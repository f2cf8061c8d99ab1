/** A shop with several portals on one database, a Paddle that can be asked, and customers to play histories. */
import { QueryTypes } from 'sequelize';
import { seedShop } from '#db/seed.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import { createLogger } from '#server/platform/logger.ts';
import { type Portal, startPortal } from '#tests/support/portal.ts';
import { type Cast, castOf } from './cast.ts';
import { makeProofDatabase, type ProofDatabase } from './database.ts';
import type { AlertForm } from './life.ts';
import { openPaddleDesk, type PaddleDesk } from './paddle-desk.ts';

export interface Shop {
  database: ProofDatabase;
  desk: PaddleDesk;
  portals: readonly Portal[];
  /** What a command on the operator's machine would have. */
  deps: Deps;
  /** All clocks of the business show this time. */
  setNow(at: Date): void;
  /** Customers with confirmed addresses, who have never been here before. */
  enrol(count: number): Promise<Cast[]>;
  /** Throws unless the portal says that it has the alert. */
  deliver(portal: number, alertId: number, form: AlertForm): Promise<void>;
  /** Resolves once all there is to know of the subjects is applied; null, or what is not. Lets the clock run on meanwhile. */
  settled(subjects: readonly string[]): Promise<string | null>;
  close(): Promise<void>;
}

const firstUser = 1_000;
const lookEveryMilliseconds = 20;
const clockStep = 90_000;
const patience = 30_000;

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
  if (!first) throw new RangeError('a shop has at least one portal');
  const log = createLogger('silent');
  const deps = buildDeps({ config: first.config, db: database.db, log, clock: { now: () => now } });
  let enrolled = 0;

  const setNow = (at: Date): void => {
    now = at;
    for (const portal of portals) portal.setNow(at.toISOString());
  };

  async function open(subjects: readonly string[]): Promise<string[]> {
    const rows = await database.db.query<{ what: string }>(
      `SELECT CONCAT(subject, ': ', type, ' ', state, ' ', COALESCE(error, '')) AS what FROM billing_events
         WHERE subject IN (:subjects) AND state NOT IN ('applied', 'ignored', 'stored')
       UNION ALL SELECT CONCAT(subject, ': is due') FROM billing_subjects
         WHERE subject IN (:subjects) AND due_at IS NOT NULL`,
      { type: QueryTypes.SELECT, replacements: { subjects: [...subjects] } },
    );
    return rows.map((row) => row.what);
  }

  return {
    database,
    desk,
    portals,
    deps,
    setNow,
    async enrol(howMany) {
      const casts = Array.from({ length: howMany }, (_, index) =>
        castOf(enrolled + index, firstUser + enrolled + index),
      );
      enrolled += howMany;
      const values = casts.map(() => "(?, 'Nora Lindqvist', ?, 1, NOW(), NOW())").join(', ');
      await database.db.query(
        `INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES ${values}`,
        { replacements: casts.flatMap((cast) => [cast.userId, cast.email]) },
      );
      return casts;
    },
    async deliver(portal, alertId, form) {
      const door = portals[portal % portals.length] ?? first;
      const answer = await door.post(door.signer.sign({ alert_id: String(alertId), ...form }));
      if (answer.status !== 200) throw new Error(`${form.alert_name} was answered ${answer.status}`);
    },
    async settled(subjects) {
      const began = performance.now();
      for (;;) {
        const waiting = await open(subjects);
        if (waiting.length === 0) return null;
        const waited = performance.now() - began;
        if (waited > patience) return `still ${waiting.slice(0, 3).join('; ')}`;
        // Leases and back-offs end by the clock of the business.
        if (waited > 500) setNow(new Date(now.getTime() + clockStep));
        await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds));
      }
    },
    async close() {
      await Promise.all(portals.map((portal) => portal.stop()));
      await desk.close();
      await database.drop();
    },
  };
}
