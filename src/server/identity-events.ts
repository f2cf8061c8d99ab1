/** Connects the events of the identity feature to the outbox, billing and the security log. */
import type { Deps } from './deps.ts';
import { indexCustomers } from './features/accounts/customer-index/index-customers.ts';
import { correctionOf } from './features/accounts/email-correction/correction-hold.ts';
import type { AuthParts } from './features/identity/create-better-auth.ts';
import { recordSecurityEvent } from './features/identity/security-log/record-security-event.ts';

type IdentityEvents = Pick<
  AuthParts,
  'correctionOf' | 'enqueueMail' | 'onAccountWritten' | 'onEmailVerified' | 'onSecurityEvent'
>;

export const identityEvents = (deps: Deps): IdentityEvents => ({
  // Urgent, because the user is waiting for the e-mail.
  enqueueMail: (mail) => deps.outbox.add([{ ...mail, at: deps.now(), urgent: true }]),
  correctionOf: (accountId) => correctionOf(deps, accountId),
  onEmailVerified: deps.emailVerified,
  // better-auth has committed the account by then. If the process ends first, the job that follows `updated_at` does
  // this.
  onAccountWritten: async (accountId) => {
    await indexCustomers(deps, [accountId]);
  },
  onSecurityEvent: (event) => recordSecurityEvent(deps, event),
});
