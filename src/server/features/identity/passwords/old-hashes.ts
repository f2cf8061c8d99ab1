/**
 * Password hashes of the PHP portal are replaced by ours as soon as the password is known, at whichever endpoint the
 * customer gives it (docs/contract.md: customers keep their passwords; OWASP ASVS 5.0, 11.4.2). better-auth 1.7 verifies
 * with one function and never hashes again. A hash that cannot be read is reported to the operator, once.
 */

import { createHash } from 'node:crypto';
import { defineRequestState } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import type { Logger } from 'pino';
import type { BackgroundTaskList } from '#server/features/identity/better-auth/background-tasks.ts';
import { tellOnce } from '#server/features/identity/better-auth/stored-rows/tell-once.ts';
import { hashOfPassword, isPasswordOf, kindOfHash } from './password-hashes.ts';

interface Given {
  hash: string;
  password: string;
}

export function tellOfUnreadableHash(log: Pick<Logger, 'error'>, hash: string): void {
  tellOnce(log, createHash('sha256').update(hash).digest('base64'), () =>
    log.error('a stored password hash has an unknown format: its password is refused until it is reset'),
  );
}

export interface OldHashesOptions {
  /** Replaces a hash by another one, while it is the one that is stored. */
  replaceHash: (userId: number, change: { hash: string; by: string }) => Promise<void>;
  background: BackgroundTaskList;
  log: Logger;
}

/**
 * - `verify`: for better-auth, whether a password is the one behind a stored hash.
 * - `plugin`: replaces an old hash after an endpoint at which its password was right and the customer was let in. It runs
 *   in the background, so that neither the time nor the content of the answer depends on it; a failure is logged.
 */
export function oldHashes({ replaceHash, background, log }: OldHashesOptions) {
  /** The old hash and password verified during this request. The check doesn't know which account they belong to. */
  const right = defineRequestState<Given | null>(() => null);

  async function verify(given: Given): Promise<boolean> {
    const kind = kindOfHash(given.hash);
    if (kind === 'unreadable') tellOfUnreadableHash(log, given.hash);
    const isRight = await isPasswordOf(given);
    if (isRight && kind === 'old') await right.set(given);
    return isRight;
  }

  const afterAnyEndpoint = createAuthMiddleware(async (ctx) => {
    const given = await right.get();
    if (given === null) return;
    await right.set(null);
    // Where there is no session the address is not confirmed, and the proof that the browser holds is about the stored hash.
    const { newSession, session } = ctx.context;
    const userId = newSession?.user.id ?? session?.user.id;
    if (userId === undefined) return;
    background.start('replacing a password hash of the PHP portal', async () =>
      replaceHash(Number(userId), { hash: given.hash, by: await hashOfPassword(given.password) }),
    );
  });

  return {
    verify,
    plugin: {
      id: 'old-hashes',
      hooks: { after: [{ matcher: () => true, handler: afterAnyEndpoint }] },
    } satisfies BetterAuthPlugin,
  };
}
