/** Selects the settings that browsers may see. */

import type { Deps } from '#server/deps.ts';
import { dayOf } from '#shared/dates.ts';
import { legalPages } from '#shared/legal-pages.ts';
import { PublicConfig } from '#shared/public-config.ts';
import { isTakeoverNoticed } from '#shared/takeover/takeover-notice.ts';

/**
 * Returns the public settings and today's date. The schema strips all other settings, so secrets can't reach the
 * browser.
 */
export function publicConfig({ settings, now }: Pick<Deps, 'settings' | 'now'>): PublicConfig {
  const { brand } = settings;
  const replaced = legalPages.filter((page) => Object.keys(brand.legalTexts[page]).length > 0);
  return PublicConfig.parse({
    ...settings,
    brand: { ...brand, legalPages: replaced },
    isTakeoverNoticed: isTakeoverNoticed(settings.takeoverNoticeUntil, now()),
    today: dayOf(now()),
  });
}
