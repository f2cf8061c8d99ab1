/**
 * Records successful and failed sign-ins in the security log (OWASP ASVS 5.0, 16.3.1). better-auth 1.7 has no such log.
 */
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { BackgroundTaskList } from '#server/features/identity/better-auth/background-tasks.ts';
import { methodLabelOf } from '#server/features/identity/sign-in-methods/method-labels.ts';
import { signInMethodOf } from '#server/features/identity/sign-in-methods/sign-in-method.ts';
import type { SecurityLogger } from './security-log.ts';

interface LogSignInsOptions {
  record: SecurityLogger;
  /** Returns true if the request's `Cookie` header shows that this browser has signed in to the account before. */
  isKnownBrowser: (cookies: string | undefined, userId: string) => boolean;
  background: BackgroundTaskList;
}

/**
 * Creates the plugin. It must be the last one, because other plugins, such as two-step verification, may still revoke
 * the session. The `detail` of an event is the label of the sign-in method, or the provider.
 */
export function logSignIns({ record, isKnownBrowser: isKnown, background }: LogSignInsOptions) {
  const afterAnyEndpoint = createAuthMiddleware(async (ctx) => {
    const { newSession, session, returned } = ctx.context;
    // A session that replaces another one, for instance after a second factor was added, isn't a sign-in.
    if (newSession && !session) {
      const detail = methodLabelOf(signInMethodOf(newSession.session) ?? ctx.path);
      const { id: userId } = newSession.user;
      const isKnownBrowser = isKnown(ctx.headers?.get('cookie') ?? undefined, userId);
      await record(ctx, { userId, kind: 'signed_in', detail, isKnownBrowser });
      return;
    }
    if (ctx.path !== '/sign-in/email' || !(returned instanceof APIError)) return;
    if (returned.body?.code !== 'INVALID_EMAIL_OR_PASSWORD') return;
    const { headers, context } = ctx;
    const email = String(ctx.body?.email);
    // The attempt is logged in the background, so that the response time doesn't reveal whether the address has an
    // account.
    background.start('writing down a sign-in that failed', async () => {
      const found = await context.internalAdapter.findUserByEmail(email);
      if (found)
        await record({ headers }, { userId: found.user.id, kind: 'sign_in_failed', detail: 'password' });
    });
  });
  return {
    id: 'log-sign-ins',
    hooks: { after: [{ matcher: () => true, handler: afterAnyEndpoint }] },
  } satisfies BetterAuthPlugin;
}
