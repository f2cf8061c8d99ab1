/** Which language the pages speak, and the loading of its sentences. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { Locale } from '#shared/accounts.ts';
import type { en } from './en.ts';
import { type Formats, makeFormats } from './format.ts';
import type { Translation } from './translation.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof en;
  }
}

/** Each language's own name, for the switchers. */
export const localeNames = { en: 'English', fr: 'Français' } as const satisfies Record<Locale, string>;

const loaders: Record<Locale, () => Promise<Translation>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
};

export interface LoadedLocale {
  locale: Locale;
  messages: Translation;
}

/** Fetches a language's sentences; the others stay on the server. */
export async function loadLocale(locale: Locale): Promise<LoadedLocale> {
  return { locale, messages: await loaders[locale]() };
}

const storageKey = 'locale';

/** The language chosen here before, else the browser's, else English. */
export function preferredLocale(): Locale {
  const candidates = [readStored(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  for (const candidate of candidates) {
    const parsed = Locale.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  return 'en';
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    // Storage is forbidden in this browser: the choice then lasts for the visit.
    return null;
  }
}

function store(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // As above.
  }
}

interface LocaleContextValue {
  locale: Locale;
  formats: Formats;
  /** Switches the pages over once the sentences are there. */
  setLocale: (locale: Locale) => Promise<void>;
}

const LocaleContext = createContext<LocaleContextValue | null>(null);

/** Gives the pages below it their sentences and formats. */
export function LocaleProvider({ initial, children }: { initial: LoadedLocale; children: ReactNode }) {
  const [loaded, setLoaded] = useState(initial);
  const { locale, messages } = loaded;

  const setLocale = useCallback(async (next: Locale) => {
    store(next);
    setLoaded(await loadLocale(next));
  }, []);

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  const value = useMemo(() => ({ locale, formats: makeFormats(locale), setLocale }), [locale, setLocale]);
  return (
    <LocaleContext value={value}>
      <IntlProvider locale={locale} messages={messages as typeof en} timeZone="UTC" onError={failLoudly}>
        {children}
      </IntlProvider>
    </LocaleContext>
  );
}

/** A missing sentence is a fault of ours: never a silent key on the page. */
function failLoudly(error: Error): void {
  throw error;
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
