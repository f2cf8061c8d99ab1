/**
 * Replaces password hashes from the PHP portal with the portal's own as soon as the customer enters the password at any
 * endpoint (docs/contract.md: customers keep their passwords; OWASP ASVS 5.0, 11.4.2). better-auth 1.7 verifies hashes
 * with a single function and never replaces them.
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
 * Replaces an old hash after the customer has signed in with its password. Runs in the background, so that neither the
 * duration nor the content of the response depends on it. Failures are logged. Does nothing if the request started no
 * session: then the address isn't confirmed yet, and the browser's proof of the password refers to the stored hash.
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
