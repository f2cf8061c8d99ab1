/** The portal's name, used unless BRAND_NAME is set. */
import type { Locale } from './accounts/accounts.ts';

export const portalNames = { en: 'Customer portal', fr: 'Espace client' } as const satisfies Record<
  Locale,
  string
>;
