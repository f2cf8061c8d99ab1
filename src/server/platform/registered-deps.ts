/**
 * What procedures and resources are handed, without the platform knowing what it is: `deps.ts`, which names every
 * feature, registers its type here by declaration merging.
 */
import type { Logger } from 'pino';
import type { PaddlePort } from './paddle/port.ts';
import type { PriceCache } from './paddle/price-cache.ts';
import type { Limiter } from './rate-limits/limiter.ts';

/** The share that the platform itself uses. */
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

/** Everything that is registered; the platform's own share where nothing is. */
export type RegisteredDeps = Register extends { deps: infer Deps extends PlatformDeps } ? Deps : PlatformDeps;
