/**
 * Password hashes of the PHP portal are replaced by ours as soon as the password is known: when the customer has just given
 * it, at whichever endpoint (docs/contract.md: customers keep their passwords; OWASP ASVS 5.0, 11.4.2). better-auth 1.7
 * verifies with one function and never rehashes. A hash that cannot be read is reported to the operator, once.
 */

import { createHash } from 'node:crypto';
import { defineRequestState } from '@better-auth/core/context';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import type { Logger } from 'pino';
import type { BackgroundTaskList } from '#server/features/identity/better-auth/background-tasks.ts';
import { hashOfPassword, isPasswordOf, kindOfHash } from './password-hashes.ts';

interface Given {
  hash: string;
  password: string;
}

/** More than any portal has of them; beyond, some may be told of twice. */
const maxTold = 1_000;

/**
 * - `verify`: for better-auth, whether a password is the one behind a stored hash.
 * - `plugin`: replaces an old hash after a endpoint at which its password was right and somebody was let in. Beside the
 *   answer: neither its time nor what it says depends on it, and a failure is logged.
 */
export function oldHashes({ background, log }: { background: BackgroundTaskList; log: Logger }) {
  /** What was right during this request; the check itself does not know whose hash it is given. */
  const right = defineRequestState<Given | null>(() => null);
  const told = new Set<string>();

  function tellOfUnreadable(hash: string): void {
    const name = createHash('sha256').update(hash).digest('base64');
    if (told.has(name) || told.size >= maxTold) return;
    told.add(name);
    log.error(
      'a stored password hash is of no kind that can be read: its password is refused until it is reset',
    );
  }

  async function verify(given: Given): Promise<boolean> {
    const kind = kindOfHash(given.hash);
    if (kind === 'unreadable') tellOfUnreadable(given.hash);
    const isRight = await isPasswordOf(given);
    if (isRight && kind === 'old') await right.set(given);
    return isRight;
  }

  async function replace(
    { internalAdapter, adapter }: GenericEndpointContext['context'],
    userId: string,
    { hash, password }: Given,
  ): Promise<void> {
    const accounts = await internalAdapter.findAccounts(userId);
    const account = accounts.find((each) => each.providerId === 'credential' && each.password === hash);
    if (!account) return;
    // Only in place of the hash that was checked: who sets another password at this moment keeps that one.
    await adapter.updateMany({
      model: 'account',
      where: [
        { field: 'id', value: account.id },
        { field: 'password', value: hash },
      ],
      update: { password: await hashOfPassword(password) },
    });
  }

  const afterAnyEndpoint = createAuthMiddleware(async (ctx) => {
    const given = await right.get();
    if (given === null) return;
    await right.set(null);
    const { newSession, session } = ctx.context;
    // Nobody was let in: the address is not confirmed, and what a browser holds in proof of its password is about the
    // hash that stands (`password-proof`).
    const userId = newSession?.user.id ?? session?.user.id;
    if (userId === undefined) return;
    background.start('replacing a password hash of the PHP portal', () =>
      replace(ctx.context, userId, given),
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
