/** By which methods procedures are called. */
import type { AnyRouter } from '@trpc/server';
import type { Request } from 'express';
import { type Methods, reading, readingAndWriting, writing } from '#server/platform/http/allowed-methods.ts';

/**
 * Queries are read, mutations are posted. tRPC itself answers for calls of both kinds in one request, and for what is no
 * procedure. For Express, at the address below which procedures are.
 */
export function trpcMethods(router: AnyRouter): (req: Pick<Request, 'path'>) => Methods {
  const procedures = router._def.procedures as Record<string, { _def: { type: string } }>;
  return ({ path }) => {
    const names = decodeURIComponent(path).slice(1).split(',');
    const types = names.map((name) =>
      Object.hasOwn(procedures, name) ? procedures[name]?._def.type : undefined,
    );
    if (types.every((type) => type === 'query')) return reading;
    if (types.every((type) => type === 'mutation')) return writing;
    return readingAndWriting;
  };
}
