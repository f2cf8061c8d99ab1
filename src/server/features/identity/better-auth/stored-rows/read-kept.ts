/** Reads the JSON that sign-in stores in `verifications` between two requests. */
import type { GenericEndpointContext } from 'better-auth';
import type { z } from 'zod';
import { tellOnce } from './tell-once.ts';

/** Returns the stored value. An invalid value is reported to the operator and treated like a missing row (null). */
export function readKept<T>(
  { logger }: Pick<GenericEndpointContext['context'], 'logger'>,
  schema: z.ZodType<T>,
  { id, value }: { id: string; value: string },
): T | null {
  const kept = parsed(schema, value);
  const what = `The sign-in data stored in verification ${id} cannot be read`;
  if (kept === null) tellOnce(logger, what, (error) => logger.error(what, error));
  return kept;
}

/** Parses JSON and validates it; returns null if either fails. */
export function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
