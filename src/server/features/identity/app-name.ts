/** The portal's name, as authenticator apps and passkeys display it. */
import { type Brand, portalNameIn } from '#server/platform/brand/brand.ts';

/** The name is stored in the app, so it doesn't follow the language. A colon would end it in an app's own format. */
export const appNameOf = (brand: Pick<Brand, 'name'>): string =>
  portalNameIn(brand, 'en').replaceAll(':', ' ');
