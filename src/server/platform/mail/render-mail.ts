/** A mail's subject, HTML and plain text, from a template and its data. Pure. */
import { createTranslator } from 'use-intl/core';
import type { Locale } from '#shared/accounts.ts';
import { type Html, html, mailLayout } from './mail-layout.ts';
import { type MailTemplate, mailTexts } from './mail-texts.ts';

/** What each template needs to know. */
export interface MailData {
  'verify-email': { name: string; url: string };
  'reset-password': { name: string; url: string };
  'already-registered': { name: string; loginUrl: string; resetUrl: string };
}

export type TemplateAndData = { [T in MailTemplate]: { template: T; data: MailData[T] } }[MailTemplate];

/** Who sends, and where questions go. */
export interface MailSender {
  name: string;
  appUrl: string;
  supportEmail: string;
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/**
 * The name to greet with, or null. Anybody may register anybody's address under any name: one that carries a link
 * or an address would make our mail somebody's advertisement.
 */
function nameToGreet(name: string): string | null {
  const oneLine = name.replace(/[\p{C}\s]+/gu, ' ').trim();
  const isLinkLike = /[/@\\]|\bwww\b|[^\s.]\.[^\s.]{2}/iu.test(oneLine);
  return oneLine === '' || oneLine.length > 60 || isLinkLike ? null : oneLine;
}

/** The first link is the button; a second one stands behind the note. */
function linksOf(mail: TemplateAndData): [string, ...string[]] {
  return mail.template === 'already-registered' ? [mail.data.loginUrl, mail.data.resetUrl] : [mail.data.url];
}

/** Renders a mail in one language. A missing or broken text throws: it never reaches a customer as a key. */
export function renderMail(mail: TemplateAndData, locale: Locale, sender: MailSender): RenderedMail {
  const t = createTranslator({
    locale,
    messages: mailTexts[locale],
    onError: (error) => {
      throw error;
    },
  });
  const { template } = mail;
  const name = nameToGreet(mail.data.name);
  const greeting = name === null ? t('greetingWithoutName') : t('greeting', { name });
  const [url, ...furtherUrls] = linksOf(mail);
  const words = {
    subject: t(`${template}.subject`),
    text: t(`${template}.text`),
    action: t(`${template}.action`),
    note: t(`${template}.note`),
    reason: t(`${template}.reason`, { host: new URL(sender.appUrl).host }),
    questions: t('questions', { support: sender.supportEmail }),
    linkInstead: t('linkInstead'),
  };
  const further: Html[] = furtherUrls.map((each) => html`<br><a href="${each}">${each}</a>`);
  return {
    subject: words.subject,
    html: mailLayout({ ...words, locale, sender: sender.name, greeting, url, further }),
    text: [
      greeting,
      words.text,
      `${t('actionInText', { action: words.action })}\n${url}`,
      [words.note, ...furtherUrls].join('\n'),
      `-- \n${sender.name}\n${words.reason}\n${words.questions}`,
    ].join('\n\n'),
  };
}
