/** Settings for taking over from the PHP portal. They can be removed when its tokens and links have expired. */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { readPublicKey } from '#server/platform/paddle/classic/public-key.ts';
import { CalendarDate } from '#shared/dates.ts';
import { commaSeparated } from './comma-separated.ts';
import { flag } from './flag.ts';

/** Passport's public keys, separated by commas, the newest first. PEM contains no commas. */
const passportKeys = z.string().transform((text, context): KeyObject[] =>
  commaSeparated(text).flatMap((part, index) => {
    const reading = readPublicKey(part, 'Passport');
    if (reading.status === 'usable') return [reading.key];
    context.addIssue({ code: 'custom', message: `${reading.reason} (key ${index + 1})` });
    return [];
  }),
);

/** Host names without a scheme, as in a Host header, separated by commas. */
const hostNames = z
  .string()
  .transform(commaSeparated)
  .pipe(
    z
      .array(
        z
          .string()
          .regex(
            /^(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?$/i,
            'must be host names, such as portal.example.com',
          ),
      )
      .max(50),
  );

export const legacyShape = {
  /** The last day on which people are told what has changed since the PHP portal. */
  TAKEOVER_NOTICE_UNTIL: z
    .string()
    .refine((text) => CalendarDate.safeParse(text).success, 'must be a day, such as 2027-01-31')
    .transform((text) => CalendarDate.parse(text))
    .optional(),
  /** A page with the terms and the privacy policy that applied before. */
  EARLIER_TERMS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  /** Further host names of the portal. */
  APP_ALIASES: hostNames.default([]),
  /** The public keys of Laravel Passport; without one, no token of the PHP portal is accepted. */
  LARAVEL_PASSPORT_PUBLIC_KEY: passportKeys.default([]),
  /** Whether tokens that the PHP portal issued are accepted. */
  LEGACY_TOKENS: flag.default(true),
};
