/** What sign-in keeps between two requests: JSON in a row of `verifications`. */
import type { GenericEndpointContext } from 'better-auth';
import type { z } from 'zod';
import { tellOnce } from './tell-once.ts';

/** The stored value; null where the row was altered, which is reported to the operator and treated as a missing row. */
export function readKept<T>(
  { logger }: Pick<GenericEndpointContext['context'], 'logger'>,
  schema: z.ZodType<T>,
  { id, value }: { id: string; value: string },
): T | null {
  const kept = parsed(schema, value);
  const what = `What sign-in keeps in verification ${id} cannot be read`;
  if (kept === null) tellOnce(logger, what, (error) => logger.error(what, error));
  return kept;
}

/** The text parsed as JSON of that shape; null for any other text. */
export function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
