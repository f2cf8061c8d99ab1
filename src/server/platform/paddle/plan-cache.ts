/** Caches the plans at Paddle for a minute, so that a page that is reloaded doesn't query Paddle again. */
import { LRUCache } from 'lru-cache';
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';
import { minuteMs } from '#shared/durations.ts';
import type { PlanDirectory } from './plan-directory.ts';

interface FoundPlans {
  plans: PaddlePlan[];
  /** When Paddle was asked for them, in real time. */
  askedAt: Date;
}

export interface PlanCache {
  /** Returns the plans at Paddle. `refresh` asks Paddle even if they are cached. Throws the port's errors. */
  list(options?: { refresh?: boolean }): Promise<FoundPlans>;
}

/** Concurrent requests share one call. Failures aren't cached. `now` is real time in milliseconds. */
export function createPlanCache(
  paddle: PlanDirectory,
  { now, ttlMs = minuteMs }: { now: () => number; ttlMs?: number },
): PlanCache {
  const entries = new LRUCache<'plans', FoundPlans>({
    max: 1,
    ttl: ttlMs,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async () => ({ askedAt: new Date(now()), plans: await paddle.everyPlan() }),
  });
  return {
    list: ({ refresh = false } = {}) => entries.forceFetch('plans', { forceRefresh: refresh }),
  };
}
