/** Lists the retention of every table from which expired rows are deleted. */
import { emailChangeRetention } from './features/accounts/email-change/email-change.repository.ts';
import { emailCorrectionRetention } from './features/accounts/email-correction/email-correction.repository.ts';
import { subscriptionChangeRetention } from './features/billing/changes/subscription-change.repository.ts';
import { billingDetailsRetention } from './features/billing/checkout/billing-details.repository.ts';
import { verificationRetention } from './features/identity/better-auth/stored-rows/verification.repository.ts';
import { securityEventRetention } from './features/identity/security-log/security-event.repository.ts';
import { sessionRetention } from './features/identity/sessions/session.repository.ts';
import { viewSessionRetention } from './features/identity/sessions/view-session.repository.ts';
import { accessTokenRetention } from './features/instances/oauth/access-token.repository.ts';
import { legacyTokenRetention } from './features/instances/oauth/legacy-tokens/legacy-token.repository.ts';
import { pingCountRetention } from './features/instances/ping-counts/ping-count.repository.ts';
import { legacyPasswordResetRetention } from './features/takeover/links/legacy-password-reset.repository.ts';
import type { Retention } from './platform/database/purge-expired.ts';
import { outboxRetention } from './platform/mail/outbox.repository.ts';
import { rateLimitRetention } from './platform/rate-limits/rate-limit.repository.ts';

export const retention: readonly Retention[] = [
  accessTokenRetention,
  legacyTokenRetention,
  legacyPasswordResetRetention,
  pingCountRetention,
  sessionRetention,
  viewSessionRetention,
  verificationRetention,
  rateLimitRetention,
  emailChangeRetention,
  emailCorrectionRetention,
  subscriptionChangeRetention,
  billingDetailsRetention,
  securityEventRetention,
  ...outboxRetention,
];
