/** Schemas for the e-mails that customers can turn off. All other e-mails are always sent. */
import { z } from 'zod';

/** In display order. */
export const optionalMails = ['renewal_ahead', 'renewed', 'ended'] as const;
export const OptionalMail = z.enum(optionalMails);
export type OptionalMail = z.infer<typeof OptionalMail>;

export const MailChoice = z.object({ kind: OptionalMail, isOn: z.boolean() });
export type MailChoice = z.infer<typeof MailChoice>;

/** One entry per optional e-mail, in display order. */
export const MailChoices = z.array(MailChoice);
export type MailChoices = z.infer<typeof MailChoices>;

/** Path of the page that turns one kind of e-mail off. The parameter `token` names the customer and the kind. */
export const unsubscribePath = '/unsubscribe';
