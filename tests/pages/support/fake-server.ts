/**
 * A fake server that speaks the formats of tRPC and of the sign-in endpoints and responds with typed fixtures. A
 * request for which the test has prepared no response fails the test.
 */
import type { AnyProcedure, inferProcedureInput, inferProcedureOutput } from '@trpc/server';
import superjson from 'superjson';
import { readInput } from '#server/platform/trpc/read-input.ts';
import type { AppRouter } from '#server/router.ts';
import { optionalMails } from '#shared/accounts/mail-choices.ts';
import { AppError, type ErrorCode, errorTable, type Issue } from '#shared/errors.ts';
import { anOfferList, aReceiptPage, changeOptions, emptyProfile } from './fixtures.ts';
import { publicConfig } from './public-config.ts';

type Answer<P extends AnyProcedure> = (
  input: inferProcedureInput<P>,
) => inferProcedureOutput<P> | Promise<inferProcedureOutput<P>>;

/**
 * A union with one record type per procedure, nested procedures included. Each record maps the procedure's full name to
 * its prepared response.
 */
type Named<R, Prefix extends string = ''> = {
  [K in keyof R & string]: R[K] extends AnyProcedure
    ? Record<`${Prefix}${K}`, Answer<R[K]>>
    : Named<R[K], `${Prefix}${K}.`>;
}[keyof R & string];

type AllOf<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer A) => void ? A : never;

/**
 * Prepared responses by procedure name, such as "accounts.me". If one throws an `AppError`, the response is the error
 * that the error table defines for it.
 */
export type Answers = AllOf<Named<AppRouter['_def']['record']>>;

/** A prepared response of a sign-in endpoint: a status and a body with better-auth's fields. */
export type AuthAnswer = (body: Record<string, unknown>) => {
  status: number;
  code?: string;
  /** Seconds until another attempt is allowed. */
  retryAfter?: number;
  /** Additional fields of a successful response. */
  says?: object;
  /** The validation errors in a rejected request's response. */
  issues?: Issue[];
};

export interface Call {
  path: string;
  input: unknown;
}

export interface FakeServer {
  /** The prepared responses. Tests may change them at any time. */
  answers: Partial<Answers>;
  auth: Record<string, AuthAnswer>;
  /** All calls made so far, in order. */
  calls: Call[];
  /** Requests for which no response was prepared. */
  unknown: string[];
  /** Errors other than `AppError` that prepared responses have thrown. */
  faults: string[];
  handle: (
    url: string,
    init: { method: string; body: string | null; headers?: Record<string, string> },
  ) => Promise<Response>;
}

const requestId = 'req-5f2c';

/** Throws an `AppError`, so that a prepared response refuses the request. */
export function refuse(code: ErrorCode, options: { retryAfterSeconds?: number } = {}): never {
  throw new AppError(code, 'a fixture that refuses', options);
}

/** The response of mutations that return no data. */
export const done = { ok: true } as const;

/** Responds to the request that browsers with passkey support send while the sign-in page is open. */
const offersPasskeys: AuthAnswer = () => ({
  status: 200,
  says: { challenge: 'AAAA', rpId: '127.0.0.1', allowCredentials: [], userVerification: 'required' },
});

/** Returns a fake server for a signed-out visitor who owns nothing; `answers` and `auth` override its responses. */
export function fakeServer(
  answers: Partial<Answers> = {},
  auth: Record<string, AuthAnswer> = {},
): FakeServer {
  const server: FakeServer = {
    answers: {
      'accounts.me': () => null,
      'identity.signInMethods': () => ({
        hasPassword: true,
        hasAuthenticator: false,
        hasTwoStep: false,
        passkeys: 0,
        passkeysAlone: 0,
        providers: [],
      }),
      'identity.passkeys': () => [],
      'accounts.email.pending': () => null,
      'accounts.email.refusal': () => null,
      'identity.twoStep.recoveryCodesLeft': () => ({ left: 10 }),
      'identity.sessions.list': () => [],
      'identity.securityLog': () => ({ events: [], next: null }),
      'accounts.mailChoices.list': () => optionalMails.map((kind) => ({ kind, isOn: true })),
      'accounts.profile.find': () => emptyProfile,
      'accounts.tokens.list': () => [],
      'catalogue.publicConfig': () => publicConfig,
      'catalogue.offers': ({ product }) => anOfferList(product),
      'licences.list': () => [],
      'billing.receipts': () => aReceiptPage([]),
      'billing.changes.options': ({ licenceId }) => changeOptions({ licenceId }),
      'billing.changes.keep.preview': () => ({ status: 'impossible', why: 'keep_not_ended' }),
      'billing.changes.card': () => ({ kind: 'unknown' }),
      ...answers,
    },
    auth: {
      '/passkey/generate-authenticate-options': offersPasskeys,
      '/reset-password/check': () => ({ status: 200, says: { works: true } }),
      '/address-confirmed': () => ({ status: 200, says: { confirmed: false } }),
      ...auth,
    },
    calls: [],
    unknown: [],
    faults: [],
    handle: async (address, { method, body }) => {
      const url = new URL(address, 'http://portal.test');
      if (url.pathname.startsWith('/trpc/')) return answerBatch(server, url, method, body);
      if (url.pathname.startsWith('/api/auth/') && method === 'POST') return answerAuth(server, url, body);
      server.unknown.push(`${method} ${url.pathname}`);
      return new Response(null, { status: 404 });
    },
  };
  return server;
}

async function answerBatch(
  server: FakeServer,
  url: URL,
  method: string,
  body: string | null,
): Promise<Response> {
  const paths = url.pathname.slice('/trpc/'.length).split(',');
  const text = method === 'GET' ? url.searchParams.get('input') : body;
  const inputs: Record<string, unknown> = JSON.parse(text ?? '{}');
  const results = await Promise.all(
    paths.map(async (path, index) => {
      const raw = inputs[String(index)];
      // Inputs are parsed as on the real server, so an input that it would reject fails here too.
      const input = raw === undefined ? undefined : readInput(raw);
      return answerOne(server, path, input);
    }),
  );
  return Response.json(results, { status: results.some((result) => 'error' in result) ? 207 : 200 });
}

async function answerOne(server: FakeServer, path: string, input: unknown) {
  server.calls.push({ path, input });
  const answer = (server.answers as Record<string, ((input: unknown) => unknown) | undefined>)[path];
  if (!answer) {
    server.unknown.push(`procedure ${path}`);
    return failure(path, new AppError('not_found', 'no response was prepared'));
  }
  try {
    return { result: { data: superjson.serialize(await answer(input)) } };
  } catch (error) {
    if (error instanceof AppError) return failure(path, error);
    server.faults.push(`${path}: ${String(error)}`);
    throw error;
  }
}

function failure(path: string, { code, retryAfterSeconds, issues }: AppError) {
  const { trpc, http, title } = errorTable[code];
  const wait = { retryAfterSeconds: retryAfterSeconds ?? null };
  const data = { code: trpc, httpStatus: http, path, appCode: code, issues, requestId, ...wait };
  return { error: superjson.serialize({ message: title, code: -32_000, data }) };
}

function answerAuth(server: FakeServer, url: URL, body: string | null): Response {
  const path = url.pathname.slice('/api/auth'.length);
  const input: Record<string, unknown> = JSON.parse(body ?? '{}');
  server.calls.push({ path, input });
  const answer = server.auth[path];
  if (!answer) {
    server.unknown.push(`POST ${url.pathname}`);
    return new Response(null, { status: 404 });
  }
  const { status, code, says, retryAfter, issues } = answerOrFault();
  return Response.json(code ? { code, message: code, ...(issues && { issues }) } : { ok: true, ...says }, {
    status,
    headers: { 'x-request-id': requestId, ...(retryAfter && { 'retry-after': String(retryAfter) }) },
  });

  function answerOrFault(): ReturnType<AuthAnswer> {
    try {
      return (answer as AuthAnswer)(input);
    } catch (error) {
      server.faults.push(`${path}: ${String(error)}`);
      throw error;
    }
  }
}
