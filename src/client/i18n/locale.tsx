/** Which language the pages speak, and the loading of its sentences. */

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { part, partOfPage } from '#client/parts.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { localeCookie } from '#shared/first-answer.ts';
import { languages } from '#shared/languages/languages.ts';
import type { en } from './en.ts';
import { type Formats, makeFormats } from './format.ts';
import type { LegalTexts } from './legal-text.ts';
import type { Translation } from './translation.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}

/** Each language's own name, for the switchers. */
export const localeNames: Readonly<Record<Locale, string>> = {
  en: languages.en.ownName,
  fr: languages.fr.ownName,
};

const english = part(() => import('./en.ts'));
const french = part(() => import('./fr.ts'));

const loaders: Record<Locale, () => Promise<{ messages: Translation; legal: LegalTexts }>> = {
  en: async () => {
    const { en, legal } = await english();
    return { messages: en, legal };
  },
  fr: async () => {
    const { fr, legal } = await french();
    return { messages: fr, legal };
  },
};

export interface LoadedLocale {
  locale: Locale;
  messages: Translation;
  legal: LegalTexts;
}

/** Fetches a language's sentences; those of the others stay on the server. */
export async function loadLocale(locale: Locale): Promise<LoadedLocale> {
  return { locale, ...(await loaders[locale]()) };
}

/** The language in which the server wrote the document. */
export const documentLocale = (): Locale => Locale.catch('en').parse(document.documentElement.lang);

const yearSeconds = 31_536_000;

/** Kept in this browser, where the server sees it too: the next document is in this language from its first word. */
function store(locale: Locale): void {
  const secure = window.location.protocol === 'https:' ? '; Secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${localeCookie}=${locale}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`;
}

interface LocaleContextValue {
  locale: Locale;
  formats: Formats;
  legal: LegalTexts;
  /** Switches the pages over once the sentences are there. */
  setLocale: (locale: Locale) => Promise<void>;
}

const LocaleContext = createContext<LocaleContextValue | null>(null);

interface LocaleProviderProps {
  initial: LoadedLocale;
  /** Whether a sentence that is missing takes the page away: while it is being made, not from who uses it. */
  isStrict?: boolean;
  children: ReactNode;
}

/** Gives the pages below it their sentences and formats. */
export function LocaleProvider({ initial, isStrict = !import.meta.env.PROD, children }: LocaleProviderProps) {
  const [loaded, setLoaded] = useState(initial);
  const { locale, messages, legal } = loaded;

  const setLocale = useCallback(async (next: Locale) => {
    store(next);
    setLoaded(await partOfPage(() => loadLocale(next)));
  }, []);

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const value = useMemo(
    () => ({ locale, formats: makeFormats(languages[locale]), legal, setLocale }),
    [locale, legal, setLocale],
  );
  return (
    <LocaleContext value={value}>
      <IntlProvider
        locale={locale}
        messages={messages as typeof en}
        timeZone="UTC"
        onError={isStrict ? failLoudly : report}
        getMessageFallback={() => messages.failure.unknown}
      >
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}

/** A missing sentence is a fault of ours, unless the server is newer than the page: never a silent key. */
function failLoudly(error: Error): void {
  throw error;
}

/** To the browser's console; where pages are drawn on the server, to who asked for it. */
function report(error: Error): void {
  if (typeof reportError !== 'function') throw error;
  reportError(error);
}

export function useLocale(): LocaleContextValue {
  const value = useContext(LocaleContext);
  if (!value) throw new Error('useLocale is used outside LocaleProvider');
  return value;
}

/** Money, days, numbers and countries in the page's language. */
export function useFormats(): Formats {
  return useLocale().formats;
}
