/** Tokens with which a customer's own programs read the customer's own data, as both sides see them. */
import { z } from 'zod';

export const apiTokenPermissions = ['account:read', 'licences:read', 'receipts:read'] as const;
export const ApiTokenPermission = z.enum(apiTokenPermissions);
export type ApiTokenPermission = z.infer<typeof ApiTokenPermission>;

/** More than anybody can keep an eye on. */
export const maxApiTokens = 20;
const maxDays = 365;

const Permissions = z
  .array(ApiTokenPermission)
  .min(1)
  .max(apiTokenPermissions.length)
  .transform((given) => apiTokenPermissions.filter((each) => given.includes(each)));

const PersonalTokenName = z.string().trim().min(1).max(100);

/** Counted from the moment it is set, by real time; null: until it is deleted. */
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
  /** Left out: as it is. */
  expiresInDays: ExpiresInDays.optional(),
  /** What the page showed: where the token is different by now, it is not changed. */
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
  /** Null: until it is deleted. */
  expiresAt: z.date().nullable(),
  /** To the minute; null when it never was. */
  lastUsedAt: z.date().nullable(),
});
export type ApiTokenView = z.infer<typeof ApiTokenView>;

/** The one time a token is told. */
export const CreatedApiToken = z.object({ view: ApiTokenView, token: z.string() });
