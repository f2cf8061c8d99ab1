/** What sign-in keeps between two requests, as JSON in a row of its own. */
import type { GenericEndpointContext } from 'better-auth';
import type { z } from 'zod';
import { tellOnce } from './tell-once.ts';

/** What was kept; null where the row was altered, of which the operator is told: for its person it is gone. */
export function readKept<T>(
  context: Pick<GenericEndpointContext['context'], 'logger'>,
  schema: z.ZodType<T>,
  { id, value }: { id: string; value: string },
): T | null {
  const kept = parsed(schema, value);
  if (kept === null) tellOnce(context, `What sign-in keeps in verification ${id} cannot be read`);
  return kept;
}

/** A text that is JSON of that shape; null for any other. */
export function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
