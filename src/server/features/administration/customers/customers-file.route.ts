/** POST /administration/customers.csv: lets an administrator download all selected customers for a spreadsheet. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import type { Deps } from '#server/deps.ts';
import { type Asking, admitted } from '#server/features/administration/audit/admission.ts';
import { auditedCall } from '#server/features/administration/audit/audited.ts';
import { csvType } from '#server/platform/csv.ts';
import { downloaderOf } from '#server/platform/http/downloader.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { requestIdOf } from '#server/platform/http/request-pipeline.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { callLimits } from '#server/platform/trpc/call-limits.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { AuditFacts } from '#shared/administration/audit.ts';
import { type CustomerSelection, CustomersFileRequest } from '#shared/administration/customers.ts';
import { AppError } from '#shared/errors.ts';
import { customerCsvWords, customersText } from './customer-csv.ts';
import { customerBatches } from './list-customers.ts';

type SignedIn = Pick<Asking, 'account' | 'session'>;

interface CustomersFileParts {
  deps: Deps;
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (headers: Parameters<RequestHandler>[0]['headers']) => Promise<SignedIn | null>;
}

const act = 'customers.export';
const subject = { kind: 'list', id: 'customers', userId: null } as const;

/** A form's fields that are left empty select everything. */
const Form = CustomersFileRequest.extend({
  plan: CustomersFileRequest.shape.plan.or(
    CustomersFileRequest.shape.reason.regex(/^\d{1,15}$/).transform(Number),
  ),
});

function readForm(body: unknown): CustomersFileRequest {
  const given = Object.entries(typeof body === 'object' && body !== null ? body : {});
  const read = Form.safeParse(Object.fromEntries(given.filter(([, value]) => value !== '')));
  if (!read.success) throw new AppError('invalid_input', 'the form is not as it should be');
  return read.data;
}

/**
 * Sends the customers as they are read, so that a file of any length needs little memory. The filter and the reason are
 * posted as a form, so that no address contains them. The audit log says that the file was asked for, and then whether
 * it was sent as a whole: if anything fails, the connection is cut, and the browser reports a failed download.
 */
export function customersFileHandler({ deps, signedInOf }: CustomersFileParts): RequestHandler {
  return async (req, res) => {
    const signedIn = await signedInOf(req.headers);
    // Checks the page that the request comes from, the account that it shows and the view that it belongs to.
    const { account } = await downloaderOf(req, {
      appUrl: deps.settings.appUrl,
      signedInOf: async () => signedIn,
    });
    const asking: Asking = {
      ...{ account, session: signedIn?.session ?? null, viewing: null },
      caller: { ipAddress: clientAddressOf(req), userAgent: req.headers['user-agent'] ?? null },
      requestId: requestIdOf(req),
    };
    const administrator = await admitted(deps, asking, { act, subjectOf: async () => subject });
    const counted = { name: 'procedure:administration', of: ['account', String(account.id)] };
    await deps.limiter.takeOrThrow([{ ...counted, limit: callLimits.administration }], 'too many downloads');
    const { reason, ...selection } = readForm(req.body);
    try {
      await auditedCall(deps, administrator, { act, subject, reason }, async () => ({
        result: null,
        after: { ...factsOf(selection), rows: await sendCustomers(deps, res, account.locale, selection) },
      }));
    } catch (error) {
      if (!res.headersSent) throw error;
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'ERR_STREAM_PREMATURE_CLOSE')
        logFailure(deps.log, error, {}, 'a download of customers failed');
    }
  };
}

const factsOf = (selection: CustomerSelection): AuditFacts =>
  Object.fromEntries(
    Object.entries(selection).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Sends the file and returns the number of customers in it. Rejects if not all of it could be sent. */
async function sendCustomers(
  deps: Deps,
  res: Response,
  locale: Locale,
  selection: CustomerSelection,
): Promise<number> {
  let rows = 0;
  const text = customersText(customerBatches(deps, selection), locale, (count) => {
    rows += count;
  });
  // The first batch is read before anything is sent, so that a failure can still be reported as a problem.
  const header = await text.next();
  const first = await text.next();
  async function* file() {
    for (const each of [header, first]) if (!each.done) yield each.value;
    yield* text;
  }
  // Not compressed, because it is secret and requested with a cookie (docs/decisions/0045).
  res.set({
    'Content-Type': csvType,
    'Content-Disposition': `attachment; filename="${customerCsvWords[locale].fileName}.csv"`,
    'Cache-Control': 'no-store',
  });
  await pipeline(Readable.from(file()), res);
  return rows;
}
