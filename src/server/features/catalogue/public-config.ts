/** What a browser may know of the settings. */

import type { Deps } from '#server/deps.ts';
import { PublicConfig } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';

/** Nothing of the settings but what the schema names. */
export function publicConfig({ settings, now }: Pick<Deps, 'settings' | 'now'>): PublicConfig {
  return PublicConfig.parse({ ...settings, today: dayOf(now()) });
}
