/**
 * Serves the HTML document for every path of the application. The document contains the page's first data and the
 * rendered page.
 */
import type { Request, RequestHandler, Response } from 'express';
import { type Brand, legalTextIn, ownBrand } from '#server/platform/brand/brand.ts';
import { chosenColorScheme } from '#server/platform/http/request/chosen-color-scheme.ts';
import { preferredLocale } from '#server/platform/http/request/preferred-locale.ts';
import { nonceOf } from '#server/platform/http/security-headers.ts';
import { sendText } from '#server/platform/http/send-text.ts';
import { Locale, locales } from '#shared/accounts/accounts.ts';
import { secondMs } from '#shared/durations.ts';
import { type Drawing, type DrawPage, type FirstAnswer, localeCookie } from '#shared/first-answer.ts';
import { LegalPage } from '#shared/legal-pages.ts';
import { isPublicPage, type PageName, type PageSet, pageAt, pageSets, pages } from '#shared/pages.ts';
import type { Files } from './delivery.ts';
import { type DocumentContent, fillTemplate, noncePlaceholder } from './fill-template.ts';

export interface DocumentParts {
  /** The portal's base URL, for the links that search engines use. */
  appUrl?: string;
  /** The portal's own if omitted. */
  brand?: Brand;
  /** Returns the data to embed in the document; must not reject. If omitted, pages request everything themselves. */
  firstAnswer?: (req: Request, res: Response) => Promise<FirstAnswer>;
  /** Renders the page on the server; if omitted, pages render only in the browser. */
  draw?: DrawPage;
  /** Called when rendering fails; the document is then sent without a rendered page. */
  onDrawFailure?: (error: unknown) => void;
}

interface HandlerParts extends DocumentParts {
  template: (url: string) => string | Promise<string>;
  files: (asked: { page: PageName | null; locale: Locale }) => Files;
}

const yearSeconds = 31_536_000;

const setsOfCustomers: ReadonlySet<PageSet> = new Set(['customer', 'account', 'administration']);

/** Returns whether the page belongs to administration and the visitor is signed in without an administrator's role. */
const isForbidden = (page: PageName | null, first: FirstAnswer | null): boolean =>
  page !== null && pageSets[page] === 'administration' && first?.account?.administratorRole === null;

/**
 * Returns the page that the visitor will see. For signed-out visitors, customer pages redirect to the sign-in page, so
 * the document prepares that page. Customers without access to administration see that in the frame of their own pages.
 */
function shownPage(page: PageName | null, first: FirstAnswer | null): PageName | null {
  if (isForbidden(page, first)) return 'home';
  if (page === null || first?.account !== null) return page;
  return setsOfCustomers.has(pageSets[page]) ? 'login' : page;
}

/** Returns the links for search engines, one URL per language; null unless the page is public. */
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

/** Adds the operator's text to what is embedded in the document of a legal page. */
function withLegalText(
  first: FirstAnswer | null,
  { brand, page, locale }: { brand: Brand; page: PageName | null; locale: Locale },
): FirstAnswer | null {
  const legalPage = LegalPage.safeParse(page);
  if (first === null || !legalPage.success) return first;
  const text = legalTextIn(brand, { page: legalPage.data, locale });
  return text === null ? first : { ...first, legalText: { page: legalPage.data, text } };
}

/** Sends the document. If it contains the signed-in user's data, it is never compressed (BREACH, see `sendText`). */
async function send(res: Response, html: string, isPersonal: boolean): Promise<void> {
  res
    .vary('Accept-Language, Cookie')
    // The document can't be cached, because its nonce must not be reused.
    .set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  if (isPersonal) res.vary('Accept-Encoding').send(html);
  else await sendText(res, html);
}

/** Renders the page. If that fails, returns null; the page then appears only once the browser has rendered it. */
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

/**
 * Responds with 200 for a known path, but with 403 for one that the visitor has no access to. For any other path,
 * responds with 404 and a page that says so. Passes requests other than GET and HEAD to the next handler.
 */
export function documentHandler(parts: HandlerParts): RequestHandler {
  const brand = parts.brand ?? ownBrand;
  return async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next();
      return;
    }
    const known = pageAt(req.path);
    const answer = (await parts.firstAnswer?.(req, res)) ?? null;
    const page = shownPage(known, answer);
    const locale = preferredLocale({
      asked: req.query.lang,
      ofAccount: answer?.account?.locale,
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
    const first = withLegalText(answer, { brand, page, locale });
    const drawing = await drawn(parts, { page, locale, first });
    const html = fillTemplate(await parts.template(req.originalUrl), {
      locale,
      brand,
      drawing,
      first,
      files: parts.files({ page, locale }),
      nonce: nonceOf(res),
      colorScheme: chosenColorScheme(req),
      listed: listed(parts.appUrl, known, locale),
    });
    res.status(isForbidden(known, answer) ? 403 : known ? 200 : 404);
    await send(res, html, first?.account != null);
  };
}
