/** Sends what went wrong: a page to a browser, a problem document (RFC 9457) to a program. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorPage } from '#server/platform/html/error-page.ts';
import { pagePolicy } from '#server/platform/html/html-page.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type ProblemName, problemDocument, problemMediaType } from '#shared/problems.ts';
import { chosenColorScheme } from './request/chosen-color-scheme.ts';
import { preferredLocale } from './request/preferred-locale.ts';
import { nonceOf } from './security-headers.ts';
import { sendShortText } from './send-text.ts';

export interface ProblemDetails {
  /** What happened and what to do, in one sentence, for the reader. */
  detail?: string;
  retryAfterSeconds?: number;
  /** The page says that the link does not work, whatever the status: the person opened the link of an e-mail. */
  isLinkOfMail?: boolean;
  /** More fields of the document. */
  fields?: Readonly<Record<string, unknown>>;
}

const portals = new WeakMap<ServerResponse, string>();

/** Notes the address of the portal, where the pages are that explain its problems. */
export function answersFor(res: ServerResponse, appUrl: string): void {
  portals.set(res, appUrl);
}

/** Whether a browser navigates here: the requests of our pages and of programs do not accept HTML. */
function isForPerson({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method !== 'HEAD' && /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}

function pageFor(
  req: IncomingMessage,
  res: ServerResponse,
  { status, isLinkOfMail }: { status: number; isLinkOfMail: boolean },
): string {
  const nonce = nonceOf(res);
  // Stricter than for pages that run scripts: this page has nothing but its own style.
  res.setHeader('Content-Security-Policy', pagePolicy(nonce));
  const locale = preferredLocale({
    ...{ asked: undefined, ofAccount: undefined },
    ...{ cookies: req.headers.cookie, acceptLanguage: req.headers['accept-language'] },
  });
  res.setHeader('Content-Language', locale);
  const requestId = res.getHeader('x-request-id');
  return errorPage({
    ...{ status, isLinkOfMail, locale, nonce, colorScheme: chosenColorScheme(req) },
    requestId: typeof requestId === 'string' ? requestId : null,
  });
}

/**
 * Ends the response with a page where a browser shows it, otherwise with a problem document. Every refusal goes through
 * here, except those of the ping, which writes its document itself (`licences/validate-answers`). Without `answersFor`,
 * `type` is relative to the requested address, which RFC 9457 allows.
 */
export function sendProblem(
  res: ServerResponse,
  problem: ErrorCode | ProblemName,
  details: ProblemDetails = {},
): void {
  const body = problemDocument(portals.get(res) ?? '', problem, details);
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
  // Never compressed: it may repeat a part of the request, and its size would then tell what else is in it.
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
