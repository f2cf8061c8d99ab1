/** Parses the JSON that sign-in stores in `verifications` between two requests. */
import type { GenericEndpointContext } from 'better-auth';
import type { z } from 'zod';
import { tellOnce } from './tell-once.ts';

/**
 * Returns the parsed value. If it is invalid, reports that to the operator and returns null, as if the row were
 * missing.
 */
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

/** Parses JSON text and validates it against the schema. Returns null if the text isn't JSON or doesn't match. */
export function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
