/**
 * What the table of sessions holds instead of what better-auth 1.7 would store and read:
 *
 * - The hash of a session's token, so that a copy of the table can't be used to sign in (RFC 6819, section 5.1.4.1.3).
 *   better-auth stores tokens in plain text and hashes only the identifiers of verifications. A plain hash is enough, because
 *   tokens are 32 random letters and digits and can't be brute-forced.
 * - No session beyond the maximum age, however often it is used (OWASP ASVS 5.0, 7.3.2): to better-auth, whose `expiresIn` is
 *   extended with every use, it has expired.
 */
import { createHash } from 'node:crypto';
import type { CleanedWhere, CustomAdapter } from '@better-auth/core/db/adapter';
import { z } from 'zod';
import { authTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { sessionCutoff } from '#shared/identity/security-log.ts';

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

type Fields = Record<string, unknown>;

/** What an operation of the adapter is told. */
interface Input {
  model: string;
  where?: CleanedWhere[];
  data?: Fields;
  update?: Fields;
}

const Row = z.looseObject({ token: z.string(), created_at: z.coerce.date() });

/** Hashes the tokens of one call, and puts them back into the rows that come of it. */
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
 * The same operations on the table. A row that was not asked for by its token (a list of a customer's sessions) carries the
 * hash in the token's place: such sessions are ended by their id.
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
