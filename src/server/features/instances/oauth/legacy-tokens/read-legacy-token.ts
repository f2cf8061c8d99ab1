/** Reads the access tokens of the PHP portal: JWTs that Laravel Passport signed with RS256. */
import type { KeyObject } from 'node:crypto';
import { compactVerify, errors } from 'jose';
import { z } from 'zod';
import { canonicalClientId } from '#server/features/instances/client-id.ts';
import { scopesMayPing } from '#server/features/instances/ping-scopes.ts';
import { secondMs } from '#shared/durations.ts';

/** Seconds since 1970. Passport has written them as whole numbers, as fractions and as text. */
const NumericDate = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,12}(\.\d{1,9})?$/)
      .transform(Number),
  ])
  .pipe(z.number().nonnegative().max(1e12))
  .transform((seconds) => new Date(seconds * secondMs));

const Claims = z.object({
  /** The client. */
  aud: z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]).transform(canonicalClientId),
  jti: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  nbf: NumericDate.optional(),
  exp: NumericDate,
  scopes: z.array(z.string()).default([]),
});

export interface ReadLegacyToken {
  id: string;
  clientId: string;
  /** When the token begins to be valid; null if it doesn't say. */
  notBefore: Date | null;
  expiresAt: Date;
  /** Whether its scopes allow pings. */
  mayPing: boolean;
}

/** Returns whether a token has the form of a JWT. The portal's own tokens contain no dots. */
export const isJwt = (token: string): boolean => token.split('.', 4).length === 3;

/** Returns what was signed; null if the key didn't sign it with RS256. */
async function payloadSignedBy(key: KeyObject, token: string): Promise<Uint8Array | null> {
  try {
    return (await compactVerify(token, key, { algorithms: ['RS256'] })).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return null;
  }
}

/** Returns what a token says if one of the keys signed it; otherwise null. Doesn't check the times. */
export async function readLegacyToken(
  token: string,
  publicKeys: readonly KeyObject[],
): Promise<ReadLegacyToken | null> {
  for (const key of publicKeys) {
    const payload = await payloadSignedBy(key, token);
    if (!payload) continue;
    const claims = Claims.safeParse(jsonOf(payload));
    if (!claims.success) return null;
    const { jti, aud, nbf, exp, scopes } = claims.data;
    return { id: jti, clientId: aud, notBefore: nbf ?? null, expiresAt: exp, mayPing: scopesMayPing(scopes) };
  }
  return null;
}
