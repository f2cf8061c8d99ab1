/** Selects the settings that browsers may see. */

import type { Deps } from '#server/deps.ts';
import { PublicConfig } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';

/**
 * Returns the public settings and today's date. The schema strips all other settings, so secrets can't reach the
 * browser.
 */
export function publicConfig({ settings, now }: Pick<Deps, 'settings' | 'now'>): PublicConfig {
  return PublicConfig.parse({ ...settings, today: dayOf(now()) });
}
