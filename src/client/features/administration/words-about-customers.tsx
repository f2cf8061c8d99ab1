/**
 * Makes the pages of administration speak about a customer. Parts that customers see too ask for the same messages
 * everywhere; below this provider, they get those for administrators.
 */
import { type ReactNode, useMemo } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import { useLocale } from '#client/i18n/locale.tsx';
import type { EnglishMessages } from '#client/i18n/translation.ts';
import { AboutCustomers } from '#client/i18n/voice.ts';
import type { ActErrorCode } from '#shared/errors.ts';
import { aboutCustomers } from './about-customers.ts';

/** The errors with a sentence for administrators: those that only their acts have, and some that customers have too. */
type ToldError = ActErrorCode | keyof EnglishMessages['actErrors'];

export function WordsAboutCustomers({ children }: { children: ReactNode }) {
  const { locale, messages } = useLocale();
  const t = useTranslations('actErrors');
  const told = useMemo(() => aboutCustomers(messages) as EnglishMessages, [messages]);
  const words = useMemo(() => {
    const isTold = (code: string): code is ToldError => Object.hasOwn(told.actErrors, code);
    return { sentenceOf: (code: string) => (isTold(code) ? t(code) : null) };
  }, [told, t]);
  return (
    <IntlProvider locale={locale} messages={told}>
      <AboutCustomers value={words}>{children}</AboutCustomers>
    </IntlProvider>
  );
}
