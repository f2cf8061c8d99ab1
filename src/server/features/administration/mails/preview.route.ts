/** GET /administration/mails/preview.html: the HTML of an e-mail, for a frame on the page of previews. */
import type { RequestHandler } from 'express';
import type { Deps } from '#server/deps.ts';
import { type Asking, refusal, refusalOf } from '#server/features/administration/audit/admission.ts';
import { FormNumber } from '#server/features/administration/audit/audited-file.ts';
import { downloaderOf } from '#server/platform/http/downloader.ts';
import { callLimits } from '#server/platform/trpc/call-limits.ts';
import { PreviewQuestion } from '#shared/accounts/mail-previews.ts';
import { AppError } from '#shared/errors.ts';
import { previewMail } from './preview-mail.ts';

const Query = PreviewQuestion.extend({ customerId: FormNumber.optional() });

interface PreviewParts {
  deps: Deps;
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (
    headers: Parameters<RequestHandler>[0]['headers'],
  ) => Promise<Pick<Asking, 'account' | 'session'> | null>;
}

/**
 * The policy of the document: its own inline styles and nothing else. `sandbox` makes it a stranger to the portal, so
 * that nothing in it runs, opens a window or takes the page along, wherever it is opened.
 */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

export function mailPreviewHandler({ deps, signedInOf }: PreviewParts): RequestHandler {
  return async (req, res) => {
    const signedIn = await signedInOf(req.headers);
    const { account } = await downloaderOf(req, {
      appUrl: deps.settings.appUrl,
      signedInOf: async () => signedIn,
    });
    const hasSecondFactor = signedIn?.session?.hasSecondFactor ?? false;
    const code = refusalOf(account, { hasSecondFactor }, 'viewer');
    if (code) throw refusal(code);
    const question = Query.safeParse(req.query);
    if (!question.success) throw new AppError('invalid_input', 'there is no such preview');
    const counted = { name: 'procedure:administration', of: ['account', String(account.id)] };
    await deps.limiter.takeOrThrow([{ ...counted, limit: callLimits.administration }], 'too many previews');
    const { html } = await previewMail(deps, question.data);
    // Not compressed, because it is secret and requested with a cookie (docs/decisions/0045).
    res.set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': question.data.locale,
      'Content-Security-Policy': policy,
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    res.send(html);
  };
}
