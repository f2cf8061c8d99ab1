/**
 * The dependencies of the identity procedures: the real repositories on a given database, and a security log whose
 * events the test receives.
 */
import type { Logger } from 'pino';
import type { Sequelize } from 'sequelize';
import { portalSettings } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import { type Config, readConfig } from '#server/config/config.ts';
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { SecurityEvent } from '#server/features/identity/security-log/security-log.ts';

interface IdentityDepsOptions {
  db: Sequelize;
  log: Logger;
  appUrl: string;
  appKeys: Config['appKeys'];
  breachedPasswordsUrl: string | null;
  rateLimit: boolean;
  onSecurityEvent: (event: SecurityEvent) => Promise<void>;
}

/**
 * Returns the dependencies. Security events are passed to `onSecurityEvent` instead of being stored, and no e-mails
 * about them are enqueued.
 */
export function identityDeps({
  db,
  log,
  appUrl,
  appKeys,
  breachedPasswordsUrl,
  rateLimit,
  onSecurityEvent,
}: IdentityDepsOptions): Deps {
  const config = {
    ...readConfig(
      portalSettings({ url: appUrl, port: 0, databaseUrl: 'mysql://nobody:none@127.0.0.1/none' }),
    ),
    appKeys,
    breachedPasswordsUrl,
  };
  const built = buildDeps({ config, db, log, clock: { now: () => new Date() } });
  const unlimited = {
    ...built.limiter,
    take: async () => null,
    takeOrThrow: async () => undefined,
    release: async () => undefined,
  };
  const deps = rateLimit ? built : { ...built, limiter: unlimited };
  const listening = (inside: BoundDeps): BoundDeps => ({
    ...inside,
    securityEvents: {
      ...inside.securityEvents,
      add: async ({ detail = null, ...event }) => {
        await onSecurityEvent({ ...event, detail });
        return 0;
      },
    },
    outbox: {
      ...inside.outbox,
      add: (mails) =>
        inside.outbox.add(mails.filter(({ idempotencyKey }) => !idempotencyKey.startsWith('security:'))),
    },
  });
  return { ...deps, transaction: (work) => deps.transaction((inside) => work(listening(inside))) };
}
