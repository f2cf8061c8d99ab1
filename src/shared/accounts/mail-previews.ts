/** Schemas for previews of e-mails. */
import { z } from 'zod';
import { mailKinds } from '#shared/administration/mails.ts';
import { Locale } from './accounts.ts';

/** Selects a preview: which e-mail, in which language, and optionally with whose data. */
export const PreviewQuestion = z.object({
  template: z.enum(mailKinds),
  locale: Locale,
  customerId: z.int().positive().optional(),
});
export type PreviewQuestion = z.infer<typeof PreviewQuestion>;

export const MailPreview = z.object({
  sender: z.string(),
  subject: z.string(),
  /** The plain text of the e-mail. */
  text: z.string(),
  /**
   * Whose data it shows. `customer`: the customer’s name and newest licence. `name`: only the customer’s name.
   * `sample`: nothing of a customer.
   */
  shows: z.enum(['customer', 'name', 'sample']),
});
export type MailPreview = z.infer<typeof MailPreview>;

/** Path of the HTML of a preview, which a frame without scripts shows. Its query is the `PreviewQuestion`. */
export const previewPath = '/administration/mails/preview.html';
