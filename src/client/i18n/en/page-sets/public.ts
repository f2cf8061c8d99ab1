/** Bundles the messages of the landing page. */
import { welcome } from '#client/i18n/en/app/welcome.ts';

export const messages = { welcome };
