/**
 * The type of the dependencies passed to procedures and resources. The platform must not import features, so `deps.ts`,
 * which names all of them, registers its type here by declaration merging.
 */
import type { Logger } from 'pino';
import type { PaddlePort } from './paddle/port.ts';
import type { PriceCache } from './paddle/price-cache.ts';
import type { Limiter } from './rate-limits/limiter.ts';

/** The dependencies that the platform itself uses. */
interface PlatformDeps {
  log: Logger;
  limiter: Limiter;
  paddle: PaddlePort;
  prices: PriceCache;
}

/** `deps.ts` adds a member `deps`. */
export interface Register {
  platform: PlatformDeps;
}

/** All registered dependencies; only the platform's own if nothing is registered. */
export type RegisteredDeps = Register extends { deps: infer Deps extends PlatformDeps } ? Deps : PlatformDeps;
