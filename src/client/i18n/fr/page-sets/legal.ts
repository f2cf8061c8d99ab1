/** Bundles the messages of the terms and the privacy policy. */
import { legal } from '#client/i18n/fr/app/legal.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'legal'> = { legal };
