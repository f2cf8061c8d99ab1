/** Schemas for the clients of instances, as administrators see and change them. */
import { z } from 'zod';
import { Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import { LicenceEnd } from '#shared/licences/licences.ts';
import { ActReason } from './acts.ts';

/** The ID of a client: normally a UUID. */
const ClientId = z.string().regex(/^[\x21-\x7e]{1,36}$/);

export const ClientChoice = z.object({ clientId: ClientId });

export const clientsPerPage = 50;

/** Days whose requests are shown in the list, today included. */
export const listedDays = 7;

/** Days whose requests are shown for one client, today included. */
export const clientDays = 30;

/** More overdue checks and valid tokens of a client aren't counted. */
export const maxCounted = 100;

export const ClientSelection = z.object({
  state: z.enum(['enabled', 'disabled']).optional(),
  product: Product.optional(),
});
export type ClientSelection = z.infer<typeof ClientSelection>;

export const ClientQuestion = ClientSelection.extend({
  /** Lists the clients behind this one, or before it. */
  after: ClientId.optional(),
  before: ClientId.optional(),
});
export type ClientQuestion = z.infer<typeof ClientQuestion>;

export const ListedClient = z.object({
  id: z.string(),
  name: z.string(),
  /** The only product whose keys it may check; null for both. */
  product: Product.nullable(),
  disabledAt: z.date().nullable(),
  /** When the portal last accepted a token of it. */
  lastSeenAt: z.date().nullable(),
  /** When the older of two secrets ends; null if there is one. */
  overlapUntil: z.date().nullable(),
  /** Requests of the last days. */
  recent: z.object({ pings: z.int(), failedSignIns: z.int(), revokedTokens: z.int() }),
  /** Licences that it should have checked again, up to `maxCounted`. */
  overdueChecks: z.int(),
});
export type ListedClient = z.infer<typeof ListedClient>;

export const ClientPage = z.object({
  clients: z.array(ListedClient),
  /** The client to pass as `before` for the page before; null if there is none. */
  newer: z.string().nullable(),
  /** The client to pass as `after` for the next page; null if there is none. */
  older: z.string().nullable(),
  /** Overdue checks whose client isn't known, up to `maxCounted`. */
  overdueOfUnknown: z.int(),
});
export type ClientPage = z.infer<typeof ClientPage>;

/** A secret that is accepted. */
const ClientSecret = z.object({
  number: z.int(),
  madeAt: z.date().nullable(),
  /** Null for the newest secret, which doesn't end. */
  endsAt: z.date().nullable(),
});

export const ClientDetails = ListedClient.omit({ recent: true, overlapUntil: true }).extend({
  createdAt: z.date(),
  /** The newest first; two at most. */
  secrets: z.array(ClientSecret),
  /** Valid tokens, up to `maxCounted`. */
  tokens: z.int(),
  /** Tokens that the PHP portal issued; null if there are none. */
  legacyTokens: z
    .object({
      /** Valid ones, up to `maxCounted`. */
      valid: z.int(),
      /** Those presented in the days that are shown, up to `maxCounted`. */
      presented: z.int(),
      lastPresentedAt: z.date().nullable(),
    })
    .nullable(),
  failedSignInAt: z.date().nullable(),
  /** When a revoked token of it was last presented. */
  revokedTokenAt: z.date().nullable(),
  /** Oldest day first; days and outcomes without requests are left out. */
  days: z.array(z.object({ day: CalendarDate, outcome: PingOutcome, total: z.int() })),
  /** The last of the days that are shown. */
  today: CalendarDate,
});
export type ClientDetails = z.infer<typeof ClientDetails>;

/** What every act on a client needs. */
export const ActOnClient = ClientChoice.extend({ reason: ActReason });

const maxClientName = 100;
export const ClientName = z.string().trim().min(1).max(maxClientName);

export const NewClient = z.object({ name: ClientName, product: Product.nullable(), reason: ActReason });

/** The credentials of a client. The secret is shown once. */
export const NewCredentials = z.object({ clientId: z.string(), clientSecret: z.string() });
export type NewCredentials = z.infer<typeof NewCredentials>;

export const ClientBinding = ActOnClient.extend({ product: Product.nullable() });

const maxOverlapDays = 365;

export const SecretRotation = ActOnClient.extend({
  /** Days for which the secret used so far is accepted beside the new one; with 0 it ends at once. */
  overlapDays: z.int().min(0).max(maxOverlapDays),
  /** The number of the older of two valid secrets, which then ends at once. */
  endSecret: z.int().positive().nullable(),
});

export const RotatedCredentials = NewCredentials.extend({ olderEndsAt: z.date().nullable() });
export type RotatedCredentials = z.infer<typeof RotatedCredentials>;

export const SecretChoice = ActOnClient.extend({ number: z.int().positive() });

export const RevokedTokens = z.object({ revokedTokens: z.int() });

export const overdueChecksPerPage = 50;

/** Place in the list of overdue checks: the day from which the instance should have checked, and the licence. */
const OverdueCursor = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}-[1-9]\d{0,14}$/)
  .refine((cursor) => CalendarDate.safeParse(cursor.slice(0, 10)).success);

export const OverdueQuestion = z.object({
  /** Null for licences whose client isn't known; left out for those of all clients. */
  clientId: ClientId.nullable().optional(),
  after: OverdueCursor.optional(),
});
export type OverdueQuestion = z.infer<typeof OverdueQuestion>;

/** A licence that its instance should have checked again. */
export const OverdueCheck = z.object({
  licenceId: z.int(),
  customer: z.object({ id: z.int(), name: z.string() }).nullable(),
  product: Product,
  planName: z.string(),
  checkedAt: z.date(),
  /** The day from which the instance should have checked again. */
  dueOn: CalendarDate,
  /** Why the licence has ended; null if it works, so that its customer is locked out. */
  endReason: LicenceEnd.nullable(),
  client: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type OverdueCheck = z.infer<typeof OverdueCheck>;

export const OverduePage = z.object({ checks: z.array(OverdueCheck), next: z.string().nullable() });
export type OverduePage = z.infer<typeof OverduePage>;
