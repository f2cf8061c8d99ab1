/** Client-side validation for the sign-in pages. The rules for new values are in the shared schemas. */
import { z } from 'zod';
import { Registration } from '#shared/accounts/accounts.ts';

export const { name: NewName, email: NewEmail, password: NewPassword } = Registration.shape;

/** The address of an existing account. Checked only loosely, because the server knows whether the account exists. */
export const GivenEmail = z.string().trim().regex(/.@./);

/** A password that the user already has, so the rules for new passwords don't apply. */
export const GivenPassword = z.string().min(1);

/** A code from an authenticator app, or a recovery code. */
export const GivenCode = z.string().trim().min(1);

export const AcceptedTerms = z.literal(true);
