/** Provides the messages and formatters of the current language, and switches to another one. */

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

/**
 * Returns the language in which the server rendered the document, or English if this page doesn't know that language.
 */
export const documentLocale = (): Locale => Locale.catch('en').parse(document.documentElement.lang);

interface LocaleContextValue {
  locale: Locale;
  formats: Formats;
  messages: LoadedMessages['messages'];
  /** Stores the chosen language, and switches to it once its messages have loaded. */
  setLocale: (locale: Locale) => Promise<void>;
}

const LocaleContext = createContext<LocaleContextValue | null>(null);

interface LocaleProviderProps {
  messages: Messages;
  /**
   * Whether a missing message throws, so that the page can't be rendered. True in development and tests, false for
   * customers.
   */
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

/** Throws, so that a missing message is noticed in development and tests. */
function failLoudly(error: Error): void {
  throw error;
}

/** Reports a missing message like an uncaught error. Throws in server rendering, which has no `reportError`. */
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

/** Returns the terms and the privacy policy. Throws on pages whose message set doesn't include them. */
export function useLegalTexts(): LegalTexts {
  const { legal } = useLocale().messages;
  if (!legal) throw new Error('this page has no legal texts');
  return legal;
}
