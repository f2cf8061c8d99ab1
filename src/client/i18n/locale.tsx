/** Which language the pages are in: their sentences and formats, and the switch to another one. */

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { IntlProvider } from 'use-intl';
import { keepChoice } from '#client/keep-choice.ts';
import { partOfPage } from '#client/lazy-parts.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { localeCookie } from '#shared/first-answer.ts';
import { languages } from '#shared/languages/languages.ts';
import { type Formats, makeFormats } from './format.ts';
import type { LegalTexts } from './legal-text.ts';
import type { LoadedMessages, Messages } from './messages.ts';
import type { EnglishMessages } from './translation.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: EnglishMessages;
  }
}

/** The language in which the server rendered the document; English if it isn't a known one. */
export const documentLocale = (): Locale => Locale.catch('en').parse(document.documentElement.lang);

interface LocaleContextValue {
  locale: Locale;
  formats: Formats;
  messages: LoadedMessages['messages'];
  /** Stores the language, and switches to it once its messages have loaded. */
  setLocale: (locale: Locale) => Promise<void>;
}

const LocaleContext = createContext<LocaleContextValue | null>(null);

interface LocaleProviderProps {
  messages: Messages;
  /** Whether a missing sentence takes the page away: in development and in tests, not for customers. */
  isStrict?: boolean;
  children: ReactNode;
}

/** Provides messages and formatters to everything below it. */
export function LocaleProvider({
  messages: source,
  isStrict = !import.meta.env.PROD,
  children,
}: LocaleProviderProps) {
  const { locale, messages } = useSyncExternalStore(source.subscribe, source.current, source.current);

  const setLocale = useCallback(
    async (next: Locale) => {
      keepChoice(localeCookie, next);
      await partOfPage(() => source.switchTo(next));
    },
    [source],
  );

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const value = useMemo(
    () => ({ locale, formats: makeFormats(languages[locale]), messages, setLocale }),
    [locale, messages, setLocale],
  );
  return (
    <LocaleContext value={value}>
      <IntlProvider
        locale={locale}
        messages={messages as EnglishMessages}
        timeZone="UTC"
        onError={isStrict ? failLoudly : report}
        getMessageFallback={() => messages.failure?.unknown ?? ''}
      >
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}

/** A missing sentence is a fault of ours, unless the server is newer than the page; its key is never shown. */
function failLoudly(error: Error): void {
  throw error;
}

/** To the browser's console; where pages are drawn on the server, by failing there. */
function report(error: Error): void {
  if (typeof reportError !== 'function') throw error;
  reportError(error);
}

export function useLocale(): LocaleContextValue {
  const value = useContext(LocaleContext);
  if (!value) throw new Error('useLocale is used outside LocaleProvider');
  return value;
}

/** Returns the formatters for money, dates, numbers and countries in the current language. */
export function useFormats(): Formats {
  return useLocale().formats;
}

/** Terms and privacy policy. Throws on a page whose set does not bring them. */
export function useLegalTexts(): LegalTexts {
  const { legal } = useLocale().messages;
  if (!legal) throw new Error('this page has no legal texts');
  return legal;
}
