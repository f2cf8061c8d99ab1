/** Schemas for the acts of administrators on a customer's licence. */
import { z } from 'zod';
import { OfLicence, ReplaceKey } from '#shared/billing/keys.ts';
import { RandomId } from '#shared/billing/random-id.ts';
import { Seats } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { ActOnCustomer, CustomerChoice } from './acts.ts';

/** A licence of a customer. */
export const LicenceOfCustomer = CustomerChoice.extend(OfLicence.shape);
export type LicenceOfCustomer = z.output<typeof LicenceOfCustomer>;

export const ActOnLicence = ActOnCustomer.extend(OfLicence.shape);
export type ActOnLicence = z.output<typeof ActOnLicence>;

export const NewGrant = ActOnCustomer.extend({
  /** Made by the form. A request that is sent again with the same ID grants no second licence. */
  requestId: RandomId,
  planId: z.int().positive(),
  /** The last day on which the licence works, inclusive. */
  until: CalendarDate,
  seats: Seats,
});

export const Granted = z.object({ licenceId: z.int() });

/** The licence works at least through `until`, whatever is paid. */
export const Extension = ActOnLicence.extend({ until: CalendarDate });

/** Replaces the key that the preview named. */
export const KeyReissue = ActOnLicence.extend(ReplaceKey.shape);

export const RevealedKey = z.object({ key: z.string() });
