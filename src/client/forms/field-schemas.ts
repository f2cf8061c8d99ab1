/** What the sign-in pages ask of a value before they send it. The rules for new values are the shared schemas'. */
import { z } from 'zod';
import { Registration } from '#shared/accounts/accounts.ts';

export const { name: NewName, email: NewEmail, password: NewPassword } = Registration.shape;

/** The address of an account that should exist: the server knows whether it does, whatever it looks like. */
export const GivenEmail = z.string().trim().regex(/.@./);

/** A password that the user already has. */
export const GivenPassword = z.string().min(1);

/** The code of an authenticator app, or a recovery code. */
export const GivenCode = z.string().trim().min(1);

export const AcceptedTerms = z.literal(true);
