/** Bundles the messages of the sign-in and registration pages. */
import { stopCorrection } from '#client/i18n/en/accounts/stop-correction.ts';
import { auth } from '#client/i18n/en/identity/auth.ts';
import { providers } from '#client/i18n/en/identity/providers.ts';
import { twoStep } from '#client/i18n/en/identity/two-step-sign-in.ts';

export const messages = { auth, providers, stopCorrection, twoStep };
