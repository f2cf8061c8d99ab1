/** Sends errors: an HTML page to browsers, a problem document (RFC 9457) to programs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Brand, ownBrand } from '#server/platform/brand/brand.ts';
import { errorPage } from '#server/platform/html/error-page.ts';
import { pagePolicy } from '#server/platform/html/html-page.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type ProblemName, problemDocument, problemMediaType } from '#shared/problems.ts';
import { chosenColorScheme } from './request/chosen-color-scheme.ts';
import { preferredLocale } from './request/preferred-locale.ts';
import { nonceOf } from './security-headers.ts';
import { sendShortText } from './send-text.ts';

export interface ProblemDetails {
  /** One sentence for the reader: what happened and what to do. */
  detail?: string;
  retryAfterSeconds?: number;
  /**
   * Whether the request came from a link in an e-mail. If so, the page says that the link doesn't work, whatever the
   * status.
   */
  isLinkOfMail?: boolean;
  /** Extension members of the problem document. */
  fields?: Readonly<Record<string, unknown>>;
}

interface AnsweringPortal {
  /** Problem types are URLs of pages below it. */
  appUrl: string;
  brand: Brand;
}

const portals = new WeakMap<ServerResponse, AnsweringPortal>();

/** Records for which portal a response is, so that errors and pages can be sent without knowing the settings. */
export function answersFor(res: ServerResponse, portal: AnsweringPortal): void {
  portals.set(res, portal);
}

/** Returns the brand of the portal that a response is for. */
export const brandOf = (res: ServerResponse): Brand => portals.get(res)?.brand ?? ownBrand;

/**
 * Returns whether the request is a browser opening a page. Neither the client's own requests nor other programs accept
 * HTML.
 */
function isForPerson({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method !== 'HEAD' && /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}

function pageFor(
  req: IncomingMessage,
  res: ServerResponse,
  { status, isLinkOfMail }: { status: number; isLinkOfMail: boolean },
): string {
  const nonce = nonceOf(res);
  // Stricter than the policy of other pages, because this page runs no scripts.
  res.setHeader('Content-Security-Policy', pagePolicy(nonce));
  const locale = preferredLocale({
    ...{ asked: undefined, ofAccount: undefined },
    ...{ cookies: req.headers.cookie, acceptLanguage: req.headers['accept-language'] },
  });
  res.setHeader('Content-Language', locale);
  const requestId = res.getHeader('x-request-id');
  return errorPage({
    ...{ status, isLinkOfMail, locale, nonce, colorScheme: chosenColorScheme(req), brand: brandOf(res) },
    requestId: typeof requestId === 'string' ? requestId : null,
  });
}

/**
 * Ends the response with an HTML page for browsers, or with a problem document for everything else. All errors are sent
 * by this function except those of the ping, which writes its own document (`licences/validate-answers`). If
 * `answersFor` wasn't called, `type` is relative to the requested URL, which RFC 9457 allows.
 */
export function sendProblem(
  res: ServerResponse,
  problem: ErrorCode | ProblemName,
  details: ProblemDetails = {},
): void {
  const body = problemDocument(portals.get(res)?.appUrl ?? '', problem, details);
  const isPage = isForPerson(res.req);
  const { status } = body;
  const { isLinkOfMail = false } = details;
  const text = isPage ? pageFor(res.req, res, { status, isLinkOfMail }) : JSON.stringify(body);
  res.statusCode = status;
  res.setHeader('Content-Type', isPage ? 'text/html; charset=utf-8' : problemMediaType);
  res.appendHeader('Vary', 'Accept');
  res.setHeader('Cache-Control', 'no-store');
  if (details.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', String(details.retryAfterSeconds));
  if (isPage) {
    res.appendHeader('Vary', 'Accept-Language, Cookie');
    sendShortText(res, text);
    return;
  }
  // Never compressed. The page may echo part of the request, and its compressed size would then reveal the rest of its
  // content (BREACH).
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
