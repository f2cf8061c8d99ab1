/** Bundles the messages of the sign-in and registration pages. */
import { stopCorrection } from '#client/i18n/fr/accounts/stop-correction.ts';
import { auth } from '#client/i18n/fr/identity/auth.ts';
import { providers } from '#client/i18n/fr/identity/providers.ts';
import { twoStep } from '#client/i18n/fr/identity/two-step-sign-in.ts';
import type { MessagesOf } from '#client/i18n/translation.ts';

export const messages: MessagesOf<'auth'> = { auth, providers, stopCorrection, twoStep };
