/**
 * Changes how sessions are stored and read, compared with better-auth 1.7:
 *
 * - Only the hash of a session's token is stored, so that a copy of the table can't be used to sign in (RFC 6819,
 *   section 5.1.4.1.3). better-auth stores tokens in plain text and hashes only the identifiers of verifications. A
 *   plain hash is enough, because tokens are 32 random letters and digits and can't be brute-forced.
 * - A session that has reached the maximum age is reported to better-auth as expired, however recently it was used
 *   (OWASP ASVS 5.0, 7.3.2). better-auth alone would extend it by `expiresIn` with every use.
 */
import { createHash } from 'node:crypto';
import type { CleanedWhere, CustomAdapter } from '@better-auth/core/db/adapter';
import { z } from 'zod';
import { authTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { sessionCutoff } from '#shared/identity/security-log.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

type Fields = Record<string, unknown>;

/** Arguments of an adapter operation. */
interface Input {
  model: string;
  where?: CleanedWhere[];
  data?: Fields;
  update?: Fields;
}

const Row = z.looseObject({ token: z.string(), created_at: z.coerce.date() });

/** Translates one call: hashes the tokens in its arguments, and puts the plain tokens back into the rows it returns. */
function translation() {
  const tokens = new Map<string, string>();
  const hash = (token: unknown): unknown => {
    if (Array.isArray(token)) return token.map(hash);
    if (typeof token !== 'string') return token;
    tokens.set(hashOf(token), token);
    return hashOf(token);
  };
  const fields = (given: Fields): Fields =>
    'token' in given ? { ...given, token: hash(given.token) } : given;
  const condition = (where: CleanedWhere): CleanedWhere =>
    where.field === 'token' ? { ...where, value: hash(where.value) as CleanedWhere['value'] } : where;
  const output = (found: unknown): unknown => {
    if (Array.isArray(found)) return found.map(output);
    const row = Row.safeParse(found).data;
    if (!row) return found;
    const isOver = row.created_at <= sessionCutoff(new Date());
    return {
      ...row,
      token: tokens.get(row.token) ?? row.token,
      ...(isOver ? { expires_at: new Date(0) } : {}),
    };
  };
  return {
    output,
    input: (given: Input): Input => ({
      ...given,
      ...(given.where ? { where: given.where.map(condition) } : {}),
      ...(given.data ? { data: fields(given.data) } : {}),
      ...(given.update ? { update: fields(given.update) } : {}),
    }),
  };
}

/**
 * Returns the same operations with tokens hashed in the table. A row that wasn't looked up by its token, such as one in
 * a list of a customer's sessions, contains the hash in place of the token. Such sessions are ended by their ID.
 */
export function storedSessions(operations: CustomAdapter): CustomAdapter {
  const translated = Object.entries(operations).map(([name, operation]) => {
    const run = operation as (given: Input) => Promise<unknown>;
    const within = async (given: Input): Promise<unknown> => {
      if (given.model !== authTables.session.modelName) return run(given);
      const { input, output } = translation();
      return output(await run(input(given)));
    };
    return [name, within];
  });
  return Object.fromEntries(translated) as CustomAdapter;
}
