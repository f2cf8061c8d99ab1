/** Lets administrators download a list as CSV, which is an act. */
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import { reportBrokenFile, sendCsv } from '#server/platform/http/send-csv.ts';
import type { AuditFact, AuditFacts } from '#shared/administration/audit.ts';
import { AppError } from '#shared/errors.ts';
import { admitted } from './admission.ts';
import { askingForFile, countFile, type FileParts } from './asking-for-file.route.ts';
import { auditedCall } from './audited.ts';
import type { AuditedFile } from './audited-file.ts';

function readForm<Form>(form: z.ZodType<Form>, body: unknown): Form {
  const given = Object.entries(typeof body === 'object' && body !== null ? body : {});
  const read = form.safeParse(Object.fromEntries(given.filter(([, value]) => value !== '')));
  if (!read.success) throw new AppError('invalid_input', 'the form is not as it should be');
  return read.data;
}

const factsOf = (selection: Readonly<Record<string, AuditFact | undefined>>): AuditFacts =>
  Object.fromEntries(
    Object.entries(selection).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/**
 * Sends the rows as they are read. The selection and the reason are posted as a form, so that no address contains them.
 * The audit log says that the file was asked for, and then whether it was sent as a whole: if anything fails, the
 * connection is cut, and the browser reports a failed download.
 */
export function auditedFileHandler<Selection extends Readonly<Record<string, AuditFact | undefined>>>(
  { act, list, form, fileName, text }: AuditedFile<Selection>,
  parts: FileParts,
): RequestHandler {
  const { deps } = parts;
  const subject = { kind: 'list', id: list, userId: null } as const;
  return async (req, res) => {
    const asking = await askingForFile(parts, req);
    const administrator = await admitted(deps, asking, { act, subjectOf: async () => subject });
    await countFile(deps, asking);
    const { reason, ...rest } = readForm(form, req.body);
    // The type of the rest of a generic type is not known to be the type without `reason`.
    const selection = rest as unknown as Selection;
    const { locale } = asking.account;
    try {
      await auditedCall(deps, administrator, { act, subject, reason }, async () => {
        let rows = 0;
        const onRows = (count: number) => {
          rows += count;
        };
        await sendCsv(res, {
          name: fileName(locale),
          text: text(deps, { selection, locale, onRows }),
        });
        return { result: null, after: { ...factsOf(selection), rows } };
      });
    } catch (error) {
      reportBrokenFile(deps.log, res, error, `a download of the list “${list}” failed`);
    }
  };
}
