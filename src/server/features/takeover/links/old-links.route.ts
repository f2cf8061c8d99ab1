/**
 * Answers the links in e-mails that the PHP portal sent within the last hour. Opening one changes nothing, because
 * programs that scan e-mails open every link: both lead to a page of the portal on which the person does something.
 */
import { createHash } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import type { Account } from '#server/features/accounts/account.repository.ts';
import type { Auth } from '#server/features/identity/auth.ts';
import { createBcryptThread } from '#server/features/instances/oauth/bcrypt-thread.ts';
import { allow, reading } from '#server/platform/http/allowed-methods.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { networkOf } from '#server/platform/http/request/network.ts';
import { hourMs } from '#shared/durations.ts';
import { pages } from '#shared/pages.ts';
import { isLinkTo, isSignedLink, secondsLeft } from './old-verify-link.ts';

/** Links that a network may open in ten minutes: each may cost a bcrypt comparison. */
const limit = { tries: 30, seconds: 600 } as const;
/** The PHP portal's links were valid for an hour. */
const resetLinkMs = hourMs;

const VerifyLink = z.object({
  id: z.string().regex(/^[1-9]\d{0,14}$/),
  hash: z.string().regex(/^[0-9a-f]{40}$/),
  expires: z.string(),
  signature: z.string(),
});
const ResetLink = z.object({ token: z.string().regex(/^[0-9a-f]{64}$/), email: z.string().min(3).max(320) });

export interface OldLinksParts {
  config: { appUrl: string; aliases: readonly string[]; phpPortal: { appKeys: readonly { text: string }[] } };
  deps: Pick<Deps, 'accounts' | 'legacyPasswordResets' | 'limiter'>;
  links: Auth['links'];
}

const to = (page: string, search: Record<string, string>): string => {
  const query = new URLSearchParams(search);
  return query.size > 0 ? `${page}?${query}` : page;
};

export function oldLinks({ config, deps, links }: OldLinksParts): Router {
  const compare = createBcryptThread();

  /** Leads to the page that asks for the password, or to the one that sends another link. */
  async function verifyTarget(asked: unknown): Promise<string> {
    const parsed = VerifyLink.safeParse(asked);
    const expired = { error: 'token_expired' };
    if (!parsed.success) return to(pages.verified, expired);
    if (!config.phpPortal.appKeys.some(({ text }) => isSignedLink(parsed.data, { ...config, appKey: text })))
      return to(pages.verified, expired);
    const account = await deps.accounts.findById(Number(parsed.data.id));
    if (!account || !isLinkTo(parsed.data, account.email)) return to(pages.verified, expired);
    if (account.emailVerified) return pages.home;
    const seconds = secondsLeft(parsed.data, new Date());
    if (seconds === 0) return to(pages.verified, { ...expired, email: account.email });
    return to(pages.verified, { token: await links.confirmation(account.email, seconds) });
  }

  /**
   * Makes a link of the portal of one of the PHP portal, once. Its token is derived from the old one, so that opening
   * the old link again leads to the same link, which can be used once.
   */
  async function openReset(
    account: Account,
    oldToken: string,
    newToken: string,
    network: string,
  ): Promise<void> {
    const stored = await deps.legacyPasswordResets.find(account.id);
    if (!stored || stored.openedAt !== null) return;
    const expiresAt = new Date(stored.requestedAt.getTime() + resetLinkMs);
    if (expiresAt <= new Date()) return;
    const wait = await deps.limiter.take([{ name: 'takeover:reset-links', of: [network], limit }]);
    if (wait !== null || !(await compare(oldToken, stored.tokenHash))) return;
    if (!(await deps.legacyPasswordResets.open(account.id, stored.tokenHash))) return;
    await links.keepReset({ userId: account.id, token: newToken, expiresAt });
  }

  /** Leads to the page that asks for a new password, or to the one that sends another link. */
  async function resetTarget(asked: unknown, network: string): Promise<string> {
    const parsed = ResetLink.safeParse(asked);
    const Email = z.object({ email: z.string().max(320) });
    const { email = '' } = Email.safeParse(asked).data ?? {};
    const another = to(pages.forgotPassword, { ...(email && { email }), broken: 'true' });
    const account = parsed.success ? await deps.accounts.findByEmail(parsed.data.email) : null;
    if (!parsed.success || !account) return another;
    const token = createHash('sha256')
      .update(`reset link of the PHP portal\0${parsed.data.token}`)
      .digest('base64url');
    await openReset(account, parsed.data.token, token, network);
    return (await links.isResetOf(account.id, token)) ? to(pages.resetPassword, { token }) : another;
  }

  const leading =
    (target: (asked: Record<string, unknown>, network: string) => Promise<string>): RequestHandler =>
    async (req, res) => {
      const location = await target({ ...req.query, ...req.params }, networkOf(clientAddressOf(req)));
      // The address contains a secret, so it isn't passed on, and the answer isn't kept.
      res.set({ 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' }).redirect(302, location);
    };

  const router = Router();
  router.route('/email/verify/:id/:hash').all(allow(reading), leading(verifyTarget));
  router.route('/reset-password/:token').all(allow(reading), leading(resetTarget));
  return router;
}
