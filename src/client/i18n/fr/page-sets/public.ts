/** Bundles the messages of the landing page. */
import { welcome } from '#client/i18n/fr/app/welcome.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'public'> = { welcome };
