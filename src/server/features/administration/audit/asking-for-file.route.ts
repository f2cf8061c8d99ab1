/** Finds out who asks for a document of administration, which is requested without tRPC. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Deps } from '#server/deps.ts';
import { downloaderOf } from '#server/platform/http/downloader.ts';
import { clientAddressOf } from '#server/platform/http/request/client-address.ts';
import { requestIdOf } from '#server/platform/http/request-pipeline.ts';
import { countedForAccount } from '#server/platform/trpc/call-limits.ts';
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { Asking } from './admission.ts';

export interface FileParts {
  deps: Deps;
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (headers: IncomingHttpHeaders) => Promise<Pick<Asking, 'account' | 'session'> | null>;
}

export interface AskingForFile extends Asking {
  account: AccountView;
}

/**
 * Returns who asks, whatever their role. Checks the page that the request comes from, the account that it shows and the
 * view that it belongs to. Throws an `AppError` if the request is refused.
 */
export async function askingForFile(
  { deps, signedInOf }: FileParts,
  req: IncomingMessage,
): Promise<AskingForFile> {
  const signedIn = await signedInOf(req.headers);
  const { account } = await downloaderOf(req, {
    appUrl: deps.settings.appUrl,
    signedInOf: async () => signedIn,
  });
  return {
    ...{ account, session: signedIn?.session ?? null, viewing: null },
    caller: { ipAddress: clientAddressOf(req), userAgent: req.headers['user-agent'] ?? null },
    requestId: requestIdOf(req),
  };
}

/** Counts the request with the account's acts. Throws `too_many_requests` if there were too many. */
export async function countFile(
  { limiter }: Pick<Deps, 'limiter'>,
  { account }: Pick<AskingForFile, 'account'>,
): Promise<void> {
  await limiter.takeOrThrow([countedForAccount('administration', account.id)], 'too many files');
}
