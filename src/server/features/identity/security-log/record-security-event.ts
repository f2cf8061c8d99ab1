/** Records security events and enqueues the e-mails about them. */

import type { Deps } from '#server/deps.ts';
import { dayMs } from '#shared/durations.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { isTakeoverNoticed } from '#shared/takeover/takeover-notice.ts';
import type { NewSecurityEvent } from './security-event.repository.ts';

/**
 * E-mail templates by event. Customers are notified of these events because they affect who can sign in to the account
 * (OWASP ASVS 5.0, 6.3.7).
 */
const mailAbout: Partial<Record<SecurityEventKind, string>> = {
  password_set: 'password-changed',
  password_changed: 'password-changed',
  password_reset: 'password-changed',
  authenticator_added: 'factor-added',
  passkey_added: 'factor-added',
  authenticator_removed: 'factor-removed',
  passkey_removed: 'factor-removed',
  second_step_started: 'factor-added',
  second_step_ended: 'factor-removed',
  second_factor_reset: 'factor-removed',
  provider_linked: 'factor-added',
  provider_unlinked: 'factor-removed',
  recovery_codes_renewed: 'recovery-codes-renewed',
};

export interface ReportedEvent extends NewSecurityEvent {
  /** For sign-ins: whether the device cookie shows that this browser has signed in to the account before. */
  isKnownBrowser?: boolean;
}

/**
 * Returns true if a sign-in deserves an e-mail. A browser isn't recognized by its user agent, because a password thief
 * can copy that. The first sign-in to an account created within the last day is expected and causes no e-mail. The
 * first sign-in to an older account does cause one, because its old log entries may have been deleted. In the weeks
 * after the PHP portal was taken over, it causes none: nobody's browser is known then, so everybody would get one.
 */
async function isNews(
  { securityEvents, settings, now }: Pick<Deps, 'securityEvents' | 'settings' | 'now'>,
  { userId, isKnownBrowser, at }: ReportedEvent,
): Promise<boolean> {
  if (isKnownBrowser) return false;
  const isAfterTakeover = isTakeoverNoticed(settings.takeoverNoticeUntil, now());
  const madeSince = isAfterTakeover ? new Date(0) : new Date(at.getTime() - dayMs);
  return !(await securityEvents.awaitsFirstSignIn(userId, madeSince));
}

/** Records an event in the security log and enqueues its e-mail, if there is one, in one transaction. */
export const recordSecurityEvent = (
  deps: Pick<Deps, 'transaction'>,
  reported: ReportedEvent,
): Promise<void> => deps.transaction((inside) => recordSecurityEventWithin(inside, reported));

/** Like `recordSecurityEvent`, but within the caller's transaction. */
export async function recordSecurityEventWithin(
  inside: Pick<Deps, 'securityEvents' | 'outbox' | 'now' | 'settings'>,
  reported: ReportedEvent,
): Promise<void> {
  const isNewSignIn = reported.kind === 'signed_in' && (await isNews(inside, reported));
  const event = await inside.securityEvents.add(reported);
  const template = isNewSignIn ? 'new-sign-in' : mailAbout[reported.kind];
  if (template === undefined) return;
  await inside.outbox.add([
    { idempotencyKey: `security:${event}`, template, ids: { event }, at: inside.now(), urgent: true },
  ]);
}

/** Records the operator's changes to an account, which are made with commands. */
export const recordByOperator = (
  inside: Pick<Deps, 'securityEvents' | 'outbox' | 'now' | 'settings'>,
  { userId, kind }: Pick<NewSecurityEvent, 'userId' | 'kind'>,
): Promise<void> =>
  recordSecurityEventWithin(inside, { userId, kind, ipAddress: null, userAgent: null, at: new Date() });
