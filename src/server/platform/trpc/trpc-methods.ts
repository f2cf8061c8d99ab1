/** Determines the HTTP methods that procedures accept. */
import type { AnyRouter } from '@trpc/server';
import type { Request } from 'express';
import { type Methods, reading, readingAndWriting, writing } from '#server/platform/http/allowed-methods.ts';

/**
 * Returns a function that determines the methods of a request: GET for queries, POST for mutations. If a request mixes
 * both or names an unknown procedure, it allows both methods, and tRPC itself responds. For use in Express, below the
 * path where the procedures are mounted.
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
