/** Schemas for API tokens, which allow a customer's own programs to read the customer's data. */
import { z } from 'zod';

export const apiTokenPermissions = ['account:read', 'licences:read', 'receipts:read'] as const;
export const ApiTokenPermission = z.enum(apiTokenPermissions);
export type ApiTokenPermission = z.infer<typeof ApiTokenPermission>;

/** Maximum number of tokens per account. Keeps the list short enough to review. */
export const maxApiTokens = 20;
const maxDays = 365;

const Permissions = z
  .array(ApiTokenPermission)
  .min(1)
  .max(apiTokenPermissions.length)
  .transform((given) => apiTokenPermissions.filter((each) => given.includes(each)));

const PersonalTokenName = z.string().trim().min(1).max(100);

/** Days until the token expires, counted in real time even in the demo. Null if it is valid until it is deleted. */
const ExpiresInDays = z.int().min(1).max(maxDays).nullable();

export const NewApiToken = z.object({
  name: PersonalTokenName,
  permissions: Permissions,
  expiresInDays: ExpiresInDays,
});
export type NewApiToken = z.infer<typeof NewApiToken>;

export const ApiTokenEdit = z.object({
  id: z.int().positive(),
  name: PersonalTokenName,
  permissions: Permissions,
  /** If omitted, the expiry stays unchanged. */
  expiresInDays: ExpiresInDays.optional(),
  /** The values the page showed. If the token has changed since, nothing is saved. */
  expected: z
    .object({
      name: z.string().max(1_000),
      permissions: z.array(z.string().max(100)).max(100),
      expiresAt: z.iso.datetime().nullable(),
    })
    .optional(),
});
export type ApiTokenEdit = z.infer<typeof ApiTokenEdit>;

export const ApiTokenView = z.object({
  id: z.int(),
  name: z.string(),
  permissions: z.array(ApiTokenPermission),
  createdAt: z.date(),
  /** Null if the token is valid until deleted. */
  expiresAt: z.date().nullable(),
  /** Accurate to the minute. Null if the token has never been used. */
  lastUsedAt: z.date().nullable(),
});
export type ApiTokenView = z.infer<typeof ApiTokenView>;

/** The only response that contains the token itself. */
export const CreatedApiToken = z.object({ view: ApiTokenView, token: z.string() });
