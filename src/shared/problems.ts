/** Lists every problem type a response may use (RFC 9457), with its title, status and page. */
import { type CommonErrorCode, commonCodeOf, commonErrors, type ErrorCode, errorTable } from './errors.ts';

type Hyphenated<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}-${Hyphenated<Tail>}`
  : Name;

/** Problems that only API clients encounter. Those that users encounter as well are in the error table. */
const apiProblems = {
  'host-unknown': { status: 421, title: 'The portal is not available at this host name' },
  'token-missing': { status: 401, title: 'No access token was sent' },
  'token-invalid': { status: 401, title: 'The access token is not valid' },
  'scope-insufficient': { status: 403, title: 'The access token does not allow this' },
  'body-invalid': { status: 500, title: 'No licence key in the request' },
  'key-invalid': { status: 500, title: 'This is not a licence key' },
  'licence-unknown': { status: 404, title: 'No licence matches this key' },
  'licence-ended': { status: 410, title: 'The licence has ended' },
  'address-gone': { status: 410, title: 'This address has ended' },
} as const satisfies Record<string, Problem> & Partial<Record<Hyphenated<CommonErrorCode>, never>>;

interface Problem {
  status: number;
  title: string;
}

export type ProblemName = Hyphenated<CommonErrorCode> | keyof typeof apiProblems;

const fromErrorTable = Object.fromEntries(
  Object.entries(commonErrors).map(([code, { http, title }]) => [
    code.replaceAll('_', '-'),
    { status: http, title },
  ]),
) as Record<Hyphenated<CommonErrorCode>, Problem>;

/** Problems by name. The names are part of the API: new ones may be added, existing ones never change. */
export const problems: Readonly<Record<ProblemName, Problem>> = { ...fromErrorTable, ...apiProblems };

export const problemMediaType = 'application/problem+json; charset=utf-8';

/** Base path of the pages that describe each problem. */
export const problemPagesPath = '/problems';

/** Returns the `type` URI of a problem, which is the URL of its page. `appUrl` has no trailing slash. */
const problemType = (appUrl: string, name: ProblemName): string => `${appUrl}${problemPagesPath}/${name}`;

/** Returns the problem whose name is at the end of a `type` URI. Returns null if there is no such problem. */
export function problemNameIn(type: string): ProblemName | null {
  const name = type.slice(type.lastIndexOf('/') + 1);
  return Object.hasOwn(problems, name) ? (name as ProblemName) : null;
}

const isErrorCode = (name: ErrorCode | ProblemName): name is ErrorCode => Object.hasOwn(errorTable, name);

/**
 * Builds a problem document. `detail` is one sentence that says what to do. `fields` are extension members (RFC 9457,
 * section 3.2). The document also has a `message`, because Laravel clients display that.
 */
export function problemDocument(
  appUrl: string,
  problem: ErrorCode | ProblemName,
  { detail, fields }: { detail?: string; fields?: Readonly<Record<string, unknown>> } = {},
): Record<string, unknown> & { status: number } {
  const name = isErrorCode(problem)
    ? (commonCodeOf(problem).replaceAll('_', '-') as Hyphenated<CommonErrorCode>)
    : problem;
  const { status, title } = problems[name];
  return {
    type: problemType(appUrl, name),
    title,
    status,
    ...(detail ? { detail } : {}),
    ...fields,
    message: detail ?? title,
  };
}
