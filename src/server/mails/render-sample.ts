/** Renders e-mails with their sample data, for previews and tests. */
import { type MailSender, type RenderedMail, renderMail } from '#server/platform/mail/render-mail.ts';
import type { Locale } from '#shared/accounts/accounts.ts';
import { type MailData, mailTemplates } from './mail-templates.ts';

export function renderSample<T extends keyof MailData>(
  name: T,
  locale: Locale,
  sender: MailSender,
  change: Partial<MailData[T]> = {},
): RenderedMail {
  const template = mailTemplates[name];
  return renderMail<MailData[T]>(template, { ...template.sample(sender.appUrl), ...change }, locale, sender);
}
