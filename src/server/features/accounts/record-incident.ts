/** The security log, and the mails that go with some of what it tells. */
import type { SecurityEventKind } from '#shared/account-security.ts';
import { deviceName } from '#shared/device.ts';
import type { Deps } from '../../deps.ts';
import type { NewSecurityEvent } from './security-event.repository.ts';

/** What a person is told by mail, because it changes what signs in to their account (OWASP ASVS 5.0, 6.3.7). */
const mailAbout: Partial<Record<SecurityEventKind, string>> = {
  password_set: 'password-changed',
  password_changed: 'password-changed',
  password_reset: 'password-changed',
  authenticator_added: 'factor-added',
  passkey_added: 'factor-added',
  authenticator_removed: 'factor-removed',
  passkey_removed: 'factor-removed',
  second_factor_reset: 'factor-removed',
};

/** The first sign-in of all is no news; afterwards each is that comes from a browser or system not seen before. */
async function isFromUnknownDevice(
  { securityEvents }: Pick<Deps, 'securityEvents'>,
  { userId, userAgent }: NewSecurityEvent,
): Promise<boolean> {
  const before = await securityEvents.signInAgentsOf(userId);
  if (before.length === 0) return false;
  const device = deviceName(userAgent);
  return device === null || !before.some((agent) => deviceName(agent) === device);
}

/**
 * Writes down what happened to an account, and owes the mail about it where there is one: both or neither. Every
 * incident goes through here, whoever saw it.
 */
export const recordIncident = (deps: Pick<Deps, 'transaction'>, incident: NewSecurityEvent): Promise<void> =>
  deps.transaction((inside) => recordIncidentWithin(inside, incident));

/** The same, in the caller's own transaction. */
export async function recordIncidentWithin(
  inside: Pick<Deps, 'securityEvents' | 'outbox' | 'now'>,
  incident: NewSecurityEvent,
): Promise<void> {
  const isUnknown = incident.kind === 'signed_in' && (await isFromUnknownDevice(inside, incident));
  const event = await inside.securityEvents.add(incident);
  const template = isUnknown ? 'new-sign-in' : mailAbout[incident.kind];
  if (template === undefined) return;
  await inside.outbox.add([{ fact: `security:${event}`, template, ids: { event }, at: inside.now() }]);
}
