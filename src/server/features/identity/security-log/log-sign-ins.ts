/** Records successful and failed sign-ins in the security log (OWASP ASVS 5.0, 16.3.1). better-auth 1.7 keeps no such log. */
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { BackgroundTaskList } from '#server/features/identity/better-auth/background-tasks.ts';
import { methodLabelOf } from '#server/features/identity/sign-in-methods/method-labels.ts';
import { signInMethodOf } from '#server/features/identity/sign-in-methods/sign-in-method.ts';
import type { SecurityLogger } from './security-log.ts';

export interface SignInTold {
  /** Of a sign-in: whether the account had been signed in to from this very browser before. */
  isKnownBrowser?: boolean;
}

interface LogSignInsOptions {
  record: SecurityLogger;
  /** For what happens in a browser that is known to the account, or in one that is not. */
  recordIn: (browser: { isKnown: boolean }) => SecurityLogger;
  /** Whether the account has been signed in to from there before, by the `Cookie` header of the request. */
  isKnownBrowser: (cookies: string | undefined, userId: string) => boolean;
  background: BackgroundTaskList;
}

/**
 * The last plugin: what others make of a session (a second factor may take it back) is settled then. `detail` is the
 * word for the endpoint that was gone through, or the provider.
 */
export function logSignIns({ record, recordIn, isKnownBrowser, background }: LogSignInsOptions) {
  const afterAnyEndpoint = createAuthMiddleware(async (ctx) => {
    const { newSession, session, returned } = ctx.context;
    // A session that takes the place of another (a factor was added) is no sign-in.
    if (newSession && !session) {
      const detail = methodLabelOf(signInMethodOf(newSession.session) ?? ctx.path);
      const { id: userId } = newSession.user;
      const isKnown = isKnownBrowser(ctx.headers?.get('cookie') ?? undefined, userId);
      await recordIn({ isKnown })(ctx, { userId, kind: 'signed_in', detail });
      return;
    }
    if (ctx.path !== '/sign-in/email' || !(returned instanceof APIError)) return;
    if (returned.body?.code !== 'INVALID_EMAIL_OR_PASSWORD') return;
    const { headers, context } = ctx;
    const email = String(ctx.body?.email);
    // Beside the answer: how long it takes must not tell whether the address has an account.
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
