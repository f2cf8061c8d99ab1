/** Determines the HTTP methods that procedures accept. */
import type { AnyRouter } from '@trpc/server';
import type { Request } from 'express';
import { type Methods, reading, readingAndWriting, writing } from '#server/platform/http/allowed-methods.ts';

/**
 * Queries accept GET, mutations POST. tRPC itself responds to requests that mix both or name an unknown procedure. For
 * use in Express below the path where procedures are mounted.
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
