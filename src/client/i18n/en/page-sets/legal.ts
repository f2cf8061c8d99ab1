/** Bundles the messages of the terms and the privacy policy. */
import { legal } from '#client/i18n/en/app/legal.ts';

export const messages = { legal };
