/** Every answer that is no success: a page for a person, a problem document (RFC 9457) for a program. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorPage } from '#server/platform/html/error-page.ts';
import { pagePolicy } from '#server/platform/html/html-page.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { type ProblemName, problemDocument } from '#shared/problems.ts';
import { preferredLocale } from './request/preferred-locale.ts';
import { nonceOf } from './security-headers.ts';
import { sendShortText } from './send-text.ts';

export interface ProblemDetails {
  /** What happened and what to do, in one sentence, for the person on the other side. */
  detail?: string;
  retryAfterSeconds?: number;
  /** The page says that the link does not work, whatever the status: the person opened the link of an e-mail. */
  isLinkOfMail?: boolean;
  /** More fields of the document. */
  fields?: Readonly<Record<string, unknown>>;
}

const portals = new WeakMap<ServerResponse, string>();

/** Says whose answer this is, by the address of the portal: the pages that explain its problems are there. */
export function answersFor(res: ServerResponse, appUrl: string): void {
  portals.set(res, appUrl);
}

/** Whether a browser asks for something to show: what a page of ours or a program asks for names no HTML. */
function isForPerson({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method !== 'HEAD' && /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
}

function pageFor(
  req: IncomingMessage,
  res: ServerResponse,
  { status, isLinkOfMail }: { status: number; isLinkOfMail: boolean },
): string {
  const nonce = nonceOf(res);
  // Stricter than the pages that run scripts: this one has nothing but its own style.
  res.setHeader('Content-Security-Policy', pagePolicy(nonce));
  const locale = preferredLocale({
    ...{ asked: undefined, ofAccount: undefined },
    ...{ cookies: req.headers.cookie, acceptLanguage: req.headers['accept-language'] },
  });
  res.setHeader('Content-Language', locale);
  const requestId = res.getHeader('x-request-id');
  return errorPage({
    ...{ status, isLinkOfMail, locale, nonce },
    requestId: typeof requestId === 'string' ? requestId : null,
  });
}

/**
 * Says what went wrong and ends the answer: with a page where a browser shows it, else with a problem document.
 * The one place for both. Where nobody said whose answer it is (`answersFor`), `type` is
 * relative to the address that was asked, which RFC 9457 allows.
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
  res.setHeader(
    'Content-Type',
    isPage ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8',
  );
  res.appendHeader('Vary', 'Accept');
  res.setHeader('Cache-Control', 'no-store');
  if (details.retryAfterSeconds !== undefined)
    res.setHeader('Retry-After', String(details.retryAfterSeconds));
  if (isPage) {
    res.appendHeader('Vary', 'Accept-Language, Cookie');
    sendShortText(res, text);
    return;
  }
  // Never compressed: it may repeat what was sent.
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
