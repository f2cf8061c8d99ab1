/** Shows the outcome of a visit to a sign-in provider, on the page that the user returns to. */
import { useTranslations } from 'use-intl';
import { knownWord, providerName } from '#client/i18n/server-words.ts';
import { Alert, type AlertTone } from '#client/ui/feedback/alert.tsx';
import type { LoginProviderId, SocialOutcome } from '#shared/identity/login-providers.ts';

const tones = {
  denied: 'info',
  failed: 'danger',
  expired: 'warn',
  email_taken: 'warn',
  blocked: 'danger',
  unavailable: 'danger',
  linked: 'ok',
  linked_elsewhere: 'danger',
  linked_another: 'warn',
  confirmed: 'ok',
  not_confirmed: 'danger',
} as const satisfies Record<SocialOutcome, AlertTone>;

interface SocialNoticeProps {
  outcome: SocialOutcome | undefined;
  provider: LoginProviderId | undefined;
}

/** Renders nothing if there is no outcome. */
export function SocialNotice({ outcome, provider }: SocialNoticeProps) {
  const t = useTranslations('oauthOutcome');
  if (!outcome || !provider) return null;
  const known = knownWord(tones, outcome);
  if (known === null) return null;
  const tone = tones[known];
  return (
    <Alert tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <p>{t(known, { provider: providerName(provider) })}</p>
    </Alert>
  );
}
