/**
 * Provides the type of the dependencies passed to procedures and resources. The platform must not import features.
 * Therefore `deps.ts`, which names all dependencies, registers its type here by declaration merging.
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

/** Extended by `deps.ts`, which adds the member `deps`. */
export interface Register {
  platform: PlatformDeps;
}

/** The dependencies registered by `deps.ts`; without a registration, only those that the platform uses. */
export type RegisteredDeps = Register extends { deps: infer Deps extends PlatformDeps } ? Deps : PlatformDeps;
