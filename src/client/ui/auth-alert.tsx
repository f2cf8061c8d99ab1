/** Why signing in, up or out did not work. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type AuthErrorCode, AuthFailure } from '../auth-failure.ts';
import { Notice } from './notice.tsx';

export const authCodeOf = (error: unknown): AuthErrorCode =>
  error instanceof AuthFailure ? error.code : 'internal';

export function AuthAlert({ error, children }: { error: unknown; children?: ReactNode }) {
  const t = useTranslations();
  const requestId = error instanceof AuthFailure ? error.requestId : null;
  const code = authCodeOf(error);
  return (
    <Notice tone="danger" role="alert">
      <p>{sentence()}</p>
      {code === 'internal' && requestId && <p className="mono">{t('app.requestId', { id: requestId })}</p>}
      {children}
    </Notice>
  );

  function sentence(): string {
    switch (code) {
      case 'invalid_credentials':
      case 'email_not_verified':
      case 'email_taken':
      case 'link_invalid':
      case 'already_confirmed':
      case 'registration_password_wrong':
      case 'password_wrong':
      case 'code_wrong':
      case 'recovery_code_wrong':
      case 'sign_in_again':
      case 'already_signed_in':
      case 'passkey_refused':
      case 'passkey_not_given':
      case 'passkey_known':
      case 'mail_code_wrong':
      case 'mail_code_expired':
      case 'another_way_needed':
      case 'outdated':
      case 'first_sign_in_gone':
      case 'last_way_in':
      case 'password_too_short':
      case 'password_too_long':
      case 'password_common':
      case 'password_breached':
        return t(`authErrors.${code}`);
      default:
        return t(`errors.${code}`);
    }
  }
}
