/** Settings for taking over from the PHP portal. They can be removed when its tokens and links have expired. */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { flag } from './flag.ts';

/** Passport's public keys, separated by commas, the newest first. PEM contains no commas. */
const passportKeys = z.string().transform((text, context): KeyObject[] =>
  text
    .split(',')
    .filter((part) => part.trim() !== '')
    .flatMap((part, index) => {
      const reading = readPublicKey(part, 'Passport');
      if (reading.status === 'usable') return [reading.key];
      context.addIssue({ code: 'custom', message: `${reading.reason} (key ${index + 1})` });
      return [];
    }),
);

export const legacyShape = {
  /** The public keys of Laravel Passport; without one, no token of the PHP portal is accepted. */
  LARAVEL_PASSPORT_PUBLIC_KEY: passportKeys.default([]),
  /** Whether tokens that the PHP portal issued are accepted. */
  LEGACY_TOKENS: flag.default(true),
};
