/**
 * Password hashes of the PHP portal are replaced by ours as soon as the password is known, at whichever endpoint the
 * customer gives it (docs/contract.md: customers keep their passwords; OWASP ASVS 5.0, 11.4.2). better-auth 1.7 verifies
 * with one function and never hashes again.
 */

import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import type { BackgroundTaskList } from '#server/features/identity/better-auth/background-tasks.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { hashOfPassword, kindOfHash } from './password-hashes.ts';

export interface OldHashesOptions {
  tables: OwnTables;
  background: BackgroundTaskList;
}

/**
 * Replaces an old hash after an endpoint at which its password let the customer in. It runs in the background, so that
 * neither the time nor the content of the answer depends on it; a failure is logged. Without a new session the address is
 * not confirmed, and the proof that the browser holds is about the stored hash.
 */
export function oldHashes({ tables, background }: OldHashesOptions) {
  const replace = createAuthMiddleware(async (ctx) => {
    const { newSession } = ctx.context;
    const password: unknown = ctx.body?.password;
    if (!newSession || typeof password !== 'string') return;
    const userId = Number(newSession.user.id);
    background.start('replacing a password hash of the PHP portal', async () => {
      const hash = await tables.signInMethods().findPasswordHash(userId);
      if (hash === null || kindOfHash(hash) !== 'old') return;
      const by = await hashOfPassword(password);
      await tables.signInMethods().replacePasswordHash(userId, { hash, by });
    });
  });
  return {
    id: 'old-hashes',
    hooks: {
      after: [
        {
          matcher: ({ path }) => path === '/sign-in/email' || path === '/confirm-address',
          handler: replace,
        },
      ],
    },
  } satisfies BetterAuthPlugin;
}
