/** Answers every address of the application with its document, with what can be known and drawn before any script. */
import type { Request, RequestHandler, Response } from 'express';
import { chosenColorScheme } from '#server/platform/http/request/chosen-color-scheme.ts';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { nonceOf } from '#server/platform/http/security-headers.ts';
import { sendText } from '#server/platform/http/send-text.ts';
import { Locale, locales } from '#shared/accounts/accounts.ts';
import { secondMs } from '#shared/durations.ts';
import { type Drawing, type DrawPage, type FirstAnswer, localeCookie } from '#shared/first-answer.ts';
import { isPublicPage, type PageName, pageAt, pageSets, pages } from '#shared/pages.ts';
import type { Files } from './delivery.ts';
import { type DocumentContent, fillTemplate, noncePlaceholder } from './fill-template.ts';

export interface DocumentParts {
  /** Where the portal is, for the addresses that search engines are told. */
  appUrl?: string;
  /** What the document brings with it; left out: the pages ask for everything themselves. Never rejects. */
  firstAnswer?: (req: Request, res: Response) => Promise<FirstAnswer>;
  /** What is drawn before any script; left out: nothing. */
  draw?: DrawPage;
  /** Told when a page could not be drawn: its document is sent without. */
  onDrawFailure?: (error: unknown) => void;
}

interface HandlerParts extends DocumentParts {
  template: (url: string) => string | Promise<string>;
  files: (asked: { page: PageName | null; locale: Locale }) => Files;
}

const yearSeconds = 31_536_000;

/** Pages of customers lead whoever is not signed in to the log-in: that is what the document prepares. */
function shownPage(page: PageName | null, first: FirstAnswer | null): PageName | null {
  if (page === null || first?.account !== null) return page;
  const set = pageSets[page];
  return set === 'customer' || set === 'account' ? 'login' : page;
}

/** Pages that anybody may read are listed, in each language at an address of its own. */
function listed(
  appUrl: string | undefined,
  page: PageName | null,
  locale: Locale,
): DocumentContent['listed'] {
  if (!appUrl || !page || !isPublicPage(page)) return null;
  const href = (language?: Locale) =>
    `${new URL(pages[page], appUrl).href}${language ? `?lang=${language}` : ''}`;
  return {
    canonical: href(locale),
    alternates: [
      ...locales.map((language) => ({ locale: language, href: href(language) })),
      { locale: 'x-default', href: href() },
    ],
  };
}

/** A document that says who is signed in is never compressed (BREACH, `sendText`). */
async function send(res: Response, html: string, isPersonal: boolean): Promise<void> {
  res
    .vary('Accept-Language, Cookie')
    // Each has a nonce of its own, which must not be used twice.
    .set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  if (isPersonal) res.vary('Accept-Encoding').send(html);
  else await sendText(res, html);
}

/** What can be drawn of the page; a fault of ours costs the first paint, not the page. */
async function drawn(
  { draw, onDrawFailure }: DocumentParts,
  { page, locale, first }: { page: PageName | null; locale: Locale; first: FirstAnswer | null },
): Promise<Drawing | null> {
  if (!draw || !first) return null;
  try {
    return await draw({ page, locale, first, nonce: noncePlaceholder });
  } catch (error) {
    onDrawFailure?.(error);
    return null;
  }
}

/** Answers 200 for an address of ours, 404 for any other (the page says so too). Hands on what does not read. */
export function documentHandler(parts: HandlerParts): RequestHandler {
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next();
      return;
    }
    const known = pageAt(req.path);
    const first = (await parts.firstAnswer?.(req, res)) ?? null;
    const page = shownPage(known, first);
    const locale = preferredLocale({
      asked: req.query.lang,
      ofAccount: first?.account?.locale,
      cookies: req.headers.cookie,
      acceptLanguage: req.headers['accept-language'],
    });
    if (Locale.safeParse(req.query.lang).success) {
      res.cookie(localeCookie, locale, {
        maxAge: yearSeconds * secondMs,
        sameSite: 'lax',
        secure: parts.appUrl?.startsWith('https:') ?? false,
      });
    }
    const drawing = await drawn(parts, { page, locale, first });
    const html = fillTemplate(await parts.template(req.originalUrl), {
      locale,
      drawing,
      first,
      files: parts.files({ page, locale }),
      nonce: nonceOf(res),
      colorScheme: chosenColorScheme(req),
      listed: listed(parts.appUrl, known, locale),
    });
    res.status(known ? 200 : 404);
    await send(res, html, first?.account != null);
  };
}
