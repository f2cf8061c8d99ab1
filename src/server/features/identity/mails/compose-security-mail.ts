/** The messages about events of an account, which are looked up in its security log when they are sent. */

import type { Deps } from '#server/deps.ts';
import type { MailOf } from '#server/platform/mail/mail-template.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import { deviceName } from '#shared/identity/device.ts';
import { LoginProviderId, loginProviderNames } from '#shared/identity/login-providers.ts';
import type { SecurityEventView } from '#shared/identity/security-log.ts';
import { pages } from '#shared/pages.ts';
import type { SecurityMailData } from './security-mails.ts';

const passwordWays = {
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

/** One that a later release knows is called what it is called there. */
function providerName(id: string | null): string {
  const known = LoginProviderId.safeParse(id);
  return known.success ? loginProviderNames[known.data] : (id ?? '');
}

function contentOf(
  { kind, detail, occurredAt: at, userAgent, ipAddress }: SecurityEventView,
  { name, appUrl }: { name: string; appUrl: string },
) {
  const settings = { name, at, url: `${appUrl}${pages.account}` };
  switch (kind) {
    case 'signed_in':
      return {
        template: 'new-sign-in',
        data: { ...settings, device: deviceName(userAgent), ipAddress },
      } as const;
    case 'password_changed':
    case 'password_set':
    case 'password_reset':
      return {
        template: 'password-changed',
        data: { name, at, url: `${appUrl}${pages.forgotPassword}`, how: passwordWays[kind] },
      } as const;
    case 'authenticator_added':
    case 'passkey_added':
    case 'authenticator_removed':
    case 'passkey_removed':
    case 'second_step_started':
    case 'second_step_ended':
    case 'second_factor_reset': {
      const [template, factor] = factors[kind];
      return { template, data: { ...settings, factor } } as const;
    }
    case 'provider_linked':
    case 'provider_unlinked':
      return {
        template: links[kind],
        data: { ...settings, factor: 'provider', provider: providerName(detail) },
      } as const;
    case 'recovery_codes_renewed':
      return { template: 'recovery-codes-renewed', data: settings } as const;
    default:
      return null;
  }
}

/** Null when the account is gone; a kind without a mail is owed none. */
export async function composeSecurityMail(
  deps: Pick<Deps, 'accounts' | 'securityEvents' | 'settings'>,
  { ids }: OutboxMail,
): Promise<MailOf<SecurityMailData> | null> {
  const event = await deps.securityEvents.findById(Number(ids.event));
  const account = event && (await deps.accounts.findById(event.userId));
  const content = account && contentOf(event, { name: account.name, appUrl: deps.settings.appUrl });
  return content && { ...content, to: account.email, locale: account.locale };
}
