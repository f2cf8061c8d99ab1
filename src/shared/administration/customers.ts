/** Schemas for the list of customers and for the search. */
import { z } from 'zod';
import { CountryCode, Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { maxKeyLength } from '#shared/instances/instances.ts';
import { LicenceEnd, LicenceStatus } from '#shared/licences/licences.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';
import { ActReason } from './acts.ts';
import { AdministratorRole } from './roles.ts';

/** What the list says about a licence. */
export const ListedLicence = z.object({
  id: z.int(),
  product: Product,
  planId: z.int(),
  planName: z.string(),
  frequency: Frequency,
  /** As stored: that the last day of a licence has passed changes no status. */
  status: LicenceStatus,
});
export type ListedLicence = z.infer<typeof ListedLicence>;

/** What lists say about a customer. */
export const ListedCustomer = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  isEmailVerified: z.boolean(),
  companyName: z.string().nullable(),
  country: z.string().nullable(),
  /** When the account was created. */
  since: z.date(),
  isBlocked: z.boolean(),
  role: AdministratorRole.nullable(),
  /** The newest first, and at most `maxListedLicences`. */
  licences: z.array(ListedLicence),
  /** The number of all licences. */
  licenceCount: z.int(),
});
export type ListedCustomer = z.infer<typeof ListedCustomer>;

export const maxListedLicences = 20;

/** A status of a licence, or `none` for customers who have no licence. */
export const CustomerState = z.enum([...LicenceStatus.options, 'none']);
export type CustomerState = z.infer<typeof CustomerState>;

/** Selects customers. All conditions about licences must be met by the same licence. */
export const CustomerSelection = z.object({
  product: Product.optional(),
  /** The ID of a plan. */
  plan: z.int().positive().optional(),
  state: CustomerState.optional(),
  country: CountryCode.optional(),
  /** Only customers whose account was created on this day (UTC) or later. */
  since: CalendarDate.optional(),
});
export type CustomerSelection = z.infer<typeof CustomerSelection>;

/** Without a cursor, the newest customers are listed. If both cursors are given, `before` is ignored. */
export const CustomerFilter = CustomerSelection.extend({
  /** Lists the customers that come after this one, whose accounts are older. */
  after: TimeCursor.optional(),
  /** Lists the customers that come before this one, whose accounts are newer. */
  before: TimeCursor.optional(),
});
export type CustomerFilter = z.infer<typeof CustomerFilter>;

export const customersPerPage = 50;

export const CustomerPage = z.object({
  /** Newest accounts first. */
  customers: z.array(ListedCustomer),
  /** The cursor to pass as `before` for newer accounts; null if there are none. */
  newer: TimeCursor.nullable(),
  /** The cursor to pass as `after` for older accounts; null if there are none. */
  older: TimeCursor.nullable(),
});
export type CustomerPage = z.infer<typeof CustomerPage>;

/** Path to which the filter is posted for a CSV file of all selected customers. */
export const customersFilePath = '/administration/customers.csv';

/** What is posted to `customersFilePath`, as a form: the filter without cursors, and why the file is needed. */
export const CustomersFileRequest = CustomerSelection.extend({ reason: ActReason });

/** Where the search goes on: an opaque text. It contains a part of what was found, so it belongs into no address. */
const SearchCursor = z.string().max(500);

export const CustomerSearch = z.object({
  /**
   * What was typed or pasted: beginnings of words of a name, company or address, or as a whole a licence key, an order
   * number, a number of Paddle's or one of ours.
   */
  text: z.string().max(2 * maxKeyLength),
  after: SearchCursor.optional(),
});
export type CustomerSearch = z.infer<typeof CustomerSearch>;

/** What of a customer matched the text. */
export const Matched = z.enum([
  'name',
  'email',
  'company',
  'licence_key',
  'order',
  'subscription',
  'paddle_user',
  'account',
  'licence',
]);
export type Matched = z.infer<typeof Matched>;

export const customersPerSearch = 20;

/** What a pasted licence key is worth. */
export const SearchedKey = z.object({
  /** Whether one of the portal’s keys decrypts it. A key that is neither readable nor stored is forged or damaged. */
  isReadable: z.boolean(),
  /** The licence that the key belongs to; null if it is not stored, so a ping with it is answered with 404. */
  licence: z
    .object({
      id: z.int(),
      customerId: z.int().nullable(),
      product: Product,
      status: LicenceStatus,
      validUntil: CalendarDate,
      /** When the key stopped or stops working, because there is a newer one; null for the current key. */
      keyRetiredAt: z.date().nullable(),
      /** Whether the key no longer works, because a newer one has replaced it. */
      isKeyReplaced: z.boolean(),
      /** When the instance is told to ask again; null if the licence has ended. */
      nextCheckOn: CalendarDate.nullable(),
      endReason: LicenceEnd.nullable(),
    })
    .nullable(),
});
export type SearchedKey = z.infer<typeof SearchedKey>;

export const CustomerSearchResult = z.object({
  found: z.array(z.object({ customer: ListedCustomer, matched: z.array(Matched) })),
  /** Purchases that match but belong to no account. */
  withoutAccount: z.array(
    z.object({ matched: Matched, reference: z.string(), licenceId: z.int().nullable() }),
  ),
  /** Null if the text is not a licence key. */
  key: SearchedKey.nullable(),
  /** The cursor to pass as `after` for more customers; null if there are none. */
  next: SearchCursor.nullable(),
});
export type CustomerSearchResult = z.infer<typeof CustomerSearchResult>;
