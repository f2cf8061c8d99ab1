/** Calls any procedure of the router by its path over HTTP, for tests that cover all procedures. */
import superjson from 'superjson';
import type { z } from 'zod';
import { appRouter } from '#server/router.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  /** The schema of the procedure's input; null if it takes no input. */
  input: z.ZodType | null;
}

interface Definition {
  _def: { type: string; inputs?: unknown[] };
}

/** Returns all procedures of the router, so that new ones are tested too. */
export function allProcedures(): Procedure[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, Definition>;
  return Object.entries(procedures).map(([path, { _def }]) => ({
    path,
    type: _def.type === 'query' ? 'query' : 'mutation',
    input: (_def.inputs?.[0] as z.ZodType | undefined) ?? null,
  }));
}

export interface Called {
  status: number;
  /** The error's code from the error table; null if the call succeeded. */
  appCode: string | null;
  /** The complete response body. */
  text: string;
  headers: Headers;
}

/** Calls a procedure and sends `body` as it is, even if no client would send it. */
export async function callRaw(
  url: string,
  { path, type }: Pick<Procedure, 'path' | 'type'>,
  body: string | undefined,
  cookie?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Called> {
  const query = type === 'query' && body !== undefined ? `?input=${encodeURIComponent(body)}` : '';
  const response = await fetch(`${url}/trpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}), ...headers },
    ...(type === 'mutation' && body !== undefined ? { body } : {}),
  });
  const text = await response.text();
  return { status: response.status, appCode: appCodeIn(text), text, headers: response.headers };
}

export const callProcedure = (
  url: string,
  procedure: Procedure,
  input: unknown,
  cookie?: string,
  headers?: Readonly<Record<string, string>>,
) =>
  callRaw(
    url,
    procedure,
    input === undefined ? undefined : JSON.stringify(superjson.serialize(input)),
    cookie,
    headers,
  );

function appCodeIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { json?: { data?: { appCode?: string } } } };
    return error?.json?.data?.appCode ?? null;
  } catch {
    return null;
  }
}
