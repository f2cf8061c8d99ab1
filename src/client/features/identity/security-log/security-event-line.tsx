/** An entry of the security log: what happened, how, from which device and when. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord, providerName } from '#client/i18n/server-words.ts';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { deviceName } from '#shared/identity/device.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { SecurityEventKind, type SecurityEventView } from '#shared/identity/security-log.ts';

/**
 * Kinds of events whose detail is a name to display. The detail of all other events is one of the portal's own codes.
 */
const named: ReadonlySet<SecurityEventKind> = new Set([
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'provider_linked',
  'provider_unlinked',
  'session_ended',
  'token_created',
  'token_changed',
  'token_deleted',
]);

/** Maps sign-in methods from the log to the message names for them. Any other value is a provider or unknown. */
const ways: Readonly<Record<string, string>> = {
  password: 'password',
  authenticator: 'app',
  'recovery-code': 'recoveryCode',
  passkey: 'passkey',
  'email-link': 'emailLink',
  'email-code': 'emailCode',
};

const providerIn = (detail: string): string | null => {
  const provider = LoginProviderId.safeParse(detail).data;
  return provider ? providerName(provider) : null;
};

interface SecurityEventLineProps {
  event: SecurityEventView;
  /**
   * Whether this is the first event added by "Show more". That event gets the focus, so that keyboard users continue
   * from there.
   */
  isFirstNew: boolean;
}

export function SecurityEventLine({ event, isFirstNew }: SecurityEventLineProps) {
  const t = useTranslations('securityLog');
  const failure = useTranslations('failure');
  const { instant } = useFormats();
  const { kind, detail, userAgent, ipAddress, occurredAt } = event;
  const place = [deviceName(userAgent), ipAddress].filter(Boolean).join(', ');
  const provider = providerIn(detail ?? '');
  const known = knownWord(SecurityEventKind.enum, kind);
  const what =
    known === null
      ? failure('unknown')
      : t(known, {
          way: ways[detail ?? ''] ?? (provider ? 'provider' : 'unknown'),
          provider: provider ?? '',
        });
  return (
    <li tabIndex={-1} ref={isFirstNew ? focusOnMount : undefined}>
      <p className="m">{named.has(kind) && detail ? t('about', { what, name: provider ?? detail }) : what}</p>
      <p className="sm q">{place}</p>
      <time className="sm q" dateTime={occurredAt.toISOString()}>
        {instant(occurredAt)}
      </time>
    </li>
  );
}
