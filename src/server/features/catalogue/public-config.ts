/** What a browser may know of the settings. */
import { PortalFacts } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import type { Deps } from '#server/deps.ts';

/** Nothing of the settings but what the schema names. */
export function publicConfig({ settings, now }: Pick<Deps, 'settings' | 'now'>): PortalFacts {
  return PortalFacts.parse({ ...settings, today: dayOf(now()) });
}
