/** Tokens with which a customer's own programs read the customer's own data, as both sides see them. */
import { z } from 'zod';

export const personalTokenPermissions = ['account:read', 'licences:read', 'receipts:read'] as const;
export const PersonalTokenPermission = z.enum(personalTokenPermissions);
export type PersonalTokenPermission = z.infer<typeof PersonalTokenPermission>;

/** More than anybody can keep an eye on. */
export const mostPersonalTokens = 20;
const mostDays = 365;

const Permissions = z
  .array(PersonalTokenPermission)
  .min(1)
  .max(personalTokenPermissions.length)
  .transform((given) => personalTokenPermissions.filter((each) => given.includes(each)));

const PersonalTokenName = z.string().trim().min(1).max(100);

/** Counted from the moment it is set, by real time; null: until it is deleted. */
const ExpiresInDays = z.int().min(1).max(mostDays).nullable();

export const NewPersonalToken = z.object({
  name: PersonalTokenName,
  permissions: Permissions,
  expiresInDays: ExpiresInDays,
});
export type NewPersonalToken = z.infer<typeof NewPersonalToken>;

export const PersonalTokenEdit = z.object({
  id: z.int().positive(),
  name: PersonalTokenName,
  permissions: Permissions,
  /** Left out: as it is. */
  expiresInDays: ExpiresInDays.optional(),
});
export type PersonalTokenEdit = z.infer<typeof PersonalTokenEdit>;

export const PersonalTokenView = z.object({
  id: z.int(),
  name: z.string(),
  permissions: z.array(PersonalTokenPermission),
  createdAt: z.date(),
  /** Null: until it is deleted. */
  expiresAt: z.date().nullable(),
  /** To the minute; null when it never was. */
  lastUsedAt: z.date().nullable(),
});
export type PersonalTokenView = z.infer<typeof PersonalTokenView>;

/** The one time a token is told. */
export const CreatedPersonalToken = z.object({ view: PersonalTokenView, token: z.string() });
