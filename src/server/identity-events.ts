/** What identity announces to the rest of the portal, and who listens. */
import type { Deps } from './deps.ts';
import type { AuthParts } from './features/identity/create-better-auth.ts';
import { recordSecurityEvent } from './features/identity/security-log/record-security-event.ts';

type IdentityEvents = Pick<AuthParts, 'enqueueMail' | 'onEmailVerified' | 'onSecurityEvent'>;

export const identityEvents = (deps: Deps): IdentityEvents => ({
  // The outbox sends it; the person is waiting for it.
  enqueueMail: (mail) => deps.outbox.add([{ ...mail, at: deps.now(), urgent: true }]),
  // Billing gives the account what was bought with the address.
  onEmailVerified: deps.emailVerified,
  onSecurityEvent: (event) => recordSecurityEvent(deps, event),
});
