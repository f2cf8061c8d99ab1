/** Composes e-mails about security events, which are read from the security log when the e-mail is sent. */

import type { Deps } from '#server/deps.ts';
import type { ContentOf, MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { deviceName } from '#shared/identity/device.ts';
import { LoginProviderId, loginProviderNames } from '#shared/identity/login-providers.ts';
import type { SecurityEventView } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import type { SecurityMailData } from './security-mail-texts.ts';

const passwordChanges = {
  password_changed: 'changed',
  password_set: 'set',
  password_reset: 'reset',
} as const;

const factors = {
  authenticator_added: ['factor-added', 'authenticator'],
  passkey_added: ['factor-added', 'passkey'],
  authenticator_removed: ['factor-removed', 'authenticator'],
  passkey_removed: ['factor-removed', 'passkey'],
  second_step_started: ['factor-added', 'step'],
  second_step_ended: ['factor-removed', 'step'],
  second_factor_reset: ['factor-removed', 'step'],
} as const;

const links = { provider_linked: 'factor-added', provider_unlinked: 'factor-removed' } as const;

const isIn = <T extends object>(table: T, kind: PropertyKey): kind is keyof T => Object.hasOwn(table, kind);

/** Returns the provider's name. Falls back to the ID if only a later release knows the provider. */
function providerName(id: string | null): string {
  const known = LoginProviderId.safeParse(id);
  return known.success ? loginProviderNames[known.data] : (id ?? '');
}

function contentOf(
  { kind, detail, occurredAt: at, userAgent, ipAddress }: SecurityEventView,
  { name, appUrl }: { name: string; appUrl: string },
): ContentOf<SecurityMailData> | null {
  const settings = { name, at, url: `${appUrl}${pages.settings}` };
  if (isIn(passwordChanges, kind)) {
    const data = { name, at, url: `${appUrl}${pages.forgotPassword}`, how: passwordChanges[kind] };
    return { template: 'password-changed', data };
  }
  if (isIn(factors, kind)) {
    const [template, factor] = factors[kind];
    return { template, data: { ...settings, factor } };
  }
  if (isIn(links, kind))
    return {
      template: links[kind],
      data: { ...settings, factor: 'provider', provider: providerName(detail) },
    };
  if (kind === 'recovery_codes_renewed') return { template: 'recovery-codes-renewed', data: settings };
  if (kind !== 'signed_in') return null;
  return { template: 'new-sign-in', data: { ...settings, device: deviceName(userAgent), ipAddress } };
}

/** Composes the e-mail. Returns null if the account was deleted or there is no e-mail for this kind of event. */
export async function composeSecurityMail(
  deps: Pick<Deps, 'accounts' | 'securityEvents' | 'settings'>,
  { ids }: OutboxMail,
): Promise<MailOf<SecurityMailData> | null> {
  const event = await deps.securityEvents.findById(Number(ids.event));
  const account = event && (await deps.accounts.findById(event.userId));
  const content = account && contentOf(event, { name: account.name, appUrl: deps.settings.appUrl });
  return content && { ...content, to: account.email, locale: account.locale };
}
