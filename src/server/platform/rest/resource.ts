/** Definition of a REST API resource. */
import type { z } from 'zod';
import type { RegisteredDeps } from '#server/platform/registered-deps.ts';
import type { ApiTokenPermission } from '#shared/accounts/api-tokens.ts';

/** A resource of the REST API. `read` returns null if the account no longer exists. */
export interface Resource {
  path: string;
  permission: ApiTokenPermission;
  /** Schema of the query string. */
  query: z.ZodType;
  read: (deps: RegisteredDeps, userId: number, query: unknown) => Promise<unknown>;
}

interface Described<Query extends z.ZodType, Output extends z.ZodType> {
  path: string;
  permission: ApiTokenPermission;
  query: Query;
  output: Output;
  read: (deps: RegisteredDeps, userId: number, query: z.output<Query>) => Promise<z.input<Output> | null>;
}

/** Defines a resource whose responses are parsed with a schema, so that no field is sent by accident. */
export function resource<Query extends z.ZodType, Output extends z.ZodType>(
  described: Described<Query, Output>,
): Resource {
  const { path, permission, query, output, read } = described;
  return {
    path,
    permission,
    query,
    async read(deps, userId, given) {
      const answer = await read(deps, userId, query.parse(given));
      return answer === null ? null : output.parse(answer);
    },
  };
}
