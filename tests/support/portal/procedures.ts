/** Every procedure of the router, called by its path over HTTP: for tests that are about all of them. */
import superjson from 'superjson';
import type { z } from 'zod';
import { appRouter } from '#server/router.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  /** What it parses its input by, where it takes any. */
  input: z.ZodType | null;
}

interface Definition {
  _def: { type: string; inputs?: unknown[] };
}

/** As the router has them at this moment. */
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
  /** The place in the error table; null when it was done. */
  appCode: string | null;
  /** The whole answer. */
  text: string;
  headers: Headers;
}

/** Sends `body` as it is: what a client would never send, too. */
export async function callRaw(
  url: string,
  { path, type }: Pick<Procedure, 'path' | 'type'>,
  body: string | undefined,
  cookie?: string,
): Promise<Called> {
  const query = type === 'query' && body !== undefined ? `?input=${encodeURIComponent(body)}` : '';
  const response = await fetch(`${url}/trpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...(cookie ? { cookie } : {}) },
    ...(type === 'mutation' && body !== undefined ? { body } : {}),
  });
  const text = await response.text();
  return { status: response.status, appCode: appCodeIn(text), text, headers: response.headers };
}

export const callProcedure = (url: string, procedure: Procedure, input: unknown, cookie?: string) =>
  callRaw(
    url,
    procedure,
    input === undefined ? undefined : JSON.stringify(superjson.serialize(input)),
    cookie,
  );

function appCodeIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: { json?: { data?: { appCode?: string } } } };
    return error?.json?.data?.appCode ?? null;
  } catch {
    return null;
  }
}
