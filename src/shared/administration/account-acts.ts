/** Schemas for what administrators do to a customer's account and e-mails. */
import { z } from 'zod';
import { EmailAddress } from '#shared/identity/email-address.ts';
import { ActOnCustomer } from './acts.ts';

/** The right address of an account, which its customer has to confirm. */
export const CorrectedEmail = ActOnCustomer.extend({ email: EmailAddress });

/** One of the e-mails that the page of the customer lists. */
export const MailToResend = ActOnCustomer.extend({ mailId: z.int().positive() });
