/** Chooses the language of a document. */
import { Locale } from '#shared/accounts/accounts.ts';
import { localeCookie } from '#shared/first-answer.ts';
import { cookieNamed } from './cookie-named.ts';

interface Wishes {
  /** The `lang` parameter of the URL. */
  asked: unknown;
  /** The language of the account that is signed in or that the document is about. */
  ofAccount: Locale | undefined;
  cookies: string | undefined;
  acceptLanguage: string | undefined;
}

const readLocale = (text: unknown): Locale | undefined => Locale.safeParse(text).data;

/**
 * Returns the supported language that an `Accept-Language` header prefers (RFC 9110, section 12.5.4). If weights are
 * equal, the language named first wins.
 */
function inField(field: string): Locale | undefined {
  let best: { locale: Locale; weight: number } | undefined;
  for (const entry of field.split(',')) {
    const [range = '', parameter = 'q=1'] = entry.split(';', 2);
    const locale = readLocale(range.trim().split('-', 1)[0]?.toLowerCase());
    const weight = Number(/^\s*q\s*=\s*([\d.]{1,5})\s*$/i.exec(parameter)?.[1] ?? 0);
    if (locale && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale;
}

/**
 * Returns the first language found in the URL, the account, the choice made in this browser and the browser's
 * preferences. Defaults to English.
 */
export function preferredLocale({ asked, ofAccount, cookies, acceptLanguage = '' }: Wishes): Locale {
  return (
    readLocale(asked) ??
    ofAccount ??
    readLocale(cookieNamed(localeCookie, cookies)) ??
    inField(acceptLanguage) ??
    'en'
  );
}
