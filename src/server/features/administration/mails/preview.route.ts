/** GET /administration/mails/preview.html: the HTML of an e-mail, for a frame on the page of previews. */
import type { RequestHandler } from 'express';
import { refusal, refusalOf } from '#server/features/administration/audit/admission.ts';
import {
  askingForFile,
  countFile,
  type FileParts,
} from '#server/features/administration/audit/asking-for-file.route.ts';
import { FormNumber } from '#server/features/administration/audit/audited-file.ts';
import { PreviewQuestion } from '#shared/accounts/mail-previews.ts';
import { AppError } from '#shared/errors.ts';
import { previewMail } from './preview-mail.ts';

const Query = PreviewQuestion.extend({ customerId: FormNumber.optional() });

/**
 * The policy of the document: its own inline styles and nothing else. `sandbox` makes it a stranger to the portal, so
 * that nothing in it runs, opens a window or takes the page along, wherever it is opened.
 */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

export function mailPreviewHandler(parts: FileParts): RequestHandler {
  const { deps } = parts;
  return async (req, res) => {
    const asking = await askingForFile(parts, req);
    const hasSecondFactor = asking.session?.hasSecondFactor ?? false;
    const code = refusalOf(asking.account, { hasSecondFactor }, 'viewer');
    if (code) throw refusal(code);
    const question = Query.safeParse(req.query);
    if (!question.success) throw new AppError('invalid_input', 'there is no such preview');
    await countFile(deps, asking);
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
    // The document has an origin of its own. Browsers warn about asking for a cluster of agents by origin there.
    res.removeHeader('Origin-Agent-Cluster');
    res.send(html);
  };
}
