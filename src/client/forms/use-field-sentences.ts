/** Validation messages for the fields that several forms share. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { passwordLength } from '#shared/accounts/accounts.ts';

export function useFieldSentences() {
  const t = useTranslations('fields');
  const { number } = useFormats();
  const { min, max } = passwordLength;
  return {
    name: (name: string) => t(name.trim() === '' ? 'nameMissing' : 'nameTooLong'),
    email: (email: string) => t(email.trim() === '' ? 'emailMissing' : 'emailWrong'),
    newPassword: (password: string) => {
      if (password === '') return t('passwordMissing');
      return password.length > max
        ? t('passwordTooLong', { max: number(max) })
        : t('passwordTooShort', { min: number(min), count: number(password.length) });
    },
    givenPassword: () => t('passwordMissing'),
    code: () => t('codeMissing'),
    terms: () => t('termsMissing'),
  };
}
