/** Renders an e-mail's subject, HTML and plain text from a template and its data, without side effects. */
import { createTranslator } from 'use-intl/core';
import type { Locale } from '#shared/accounts/accounts.ts';
import { type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { dateText, languages } from '#shared/languages/languages.ts';
import { formatMoney } from '#shared/money.ts';
import { portalNames } from '#shared/portal-name.ts';
import { layoutTexts } from './layout-texts.ts';
import { type Html, html, mailLayout } from './mail-layout.ts';
import type { MailFormats, MailSource, Named } from './mail-template.ts';

/** The sender, as configured by the operator. */
export interface MailSender {
  /** Null to use the portal's name. */
  name: string | null;
  /** The portal's name, shown at the top; null to use its own name in the language of the e-mail. */
  brandName: string | null;
  appUrl: string;
  supportEmail: string;
  /** The operator's name and address, for the footer of every e-mail; null if not configured. */
  operator: { name: string | null; address: string | null };
}

export interface RenderedMail {
  /** The sender's display name. */
  sender: string;
  subject: string;
  html: string;
  text: string;
}

/**
 * Returns the name for the greeting, or null if it shouldn't be used. Anyone can register another person's address
 * under any name, so a name that contains a link or an address would turn the e-mail into an advertisement.
 */
function nameToGreet(name: string): string | null {
  const oneLine = name.replace(/[\p{C}\s]+/gu, ' ').trim();
  const isLinkLike = /[/@\\]|\bwww\b|[^\s.]\.[^\s.]{2}/iu.test(oneLine);
  return oneLine === '' || oneLine.length > 60 || isLinkLike ? null : oneLine;
}

function formatsOf(locale: Locale): MailFormats {
  const language = languages[locale];
  const days = new Intl.DateTimeFormat(language.tag, { dateStyle: 'long', timeZone: 'UTC' });
  const times = new Intl.DateTimeFormat(language.tag, { timeStyle: 'short', timeZone: 'UTC' });
  const day = (date: CalendarDate) => dateText(days.formatToParts(startOfDay(date)), language);
  return {
    day,
    moment: (at) => ({ day: day(dayOf(at)), time: times.format(at) }),
    money: (money) => formatMoney(money, language.tag),
  };
}

/** Joins name and address on one line, leaving out what isn't configured. */
const operatorLine = ({ name, address }: MailSender['operator']): string | null =>
  [name, address?.replace(/\s*[\r\n]+\s*/g, ', ')]
    .filter((part) => part !== null && part !== undefined)
    .join(', ') || null;

/**
 * Renders an e-mail in one language. `unsubscribeUrl` is linked at its end. Throws on a missing or broken text, so that
 * customers never see a raw key.
 */
export function renderMail<Data extends Named>(
  template: MailSource<Data>,
  data: Data,
  locale: Locale,
  sender: MailSender,
  unsubscribeUrl?: string,
): RenderedMail {
  const t = createTranslator({
    locale,
    messages: { ...layoutTexts[locale], mail: template.texts[locale] },
    onError: (error) => {
      throw error;
    },
  });
  const name = nameToGreet(data.name);
  const greeting = name === null ? t('greetingWithoutName') : t('greeting', { name });
  const [url, ...furtherUrls] = template.links(data, sender.appUrl);
  const places = template.places?.(data, formatsOf(locale)) ?? {};
  const words = {
    subject: t('mail.subject', places),
    text: t('mail.text', places),
    action: t('mail.action', places),
    note: t('mail.note', places),
    reason: t('mail.reason', { host: new URL(sender.appUrl).host }),
    questions: t('questions', { support: sender.supportEmail }),
    linkInstead: t('linkInstead'),
    sender: sender.name ?? sender.brandName ?? portalNames[locale],
  };
  const portal = sender.brandName ?? words.sender;
  const operator = operatorLine(sender.operator);
  const further: Html[] = furtherUrls.map(
    (each) => html`<br><a href="${each}" style="word-break:break-all">${each}</a>`,
  );
  const unsubscribe = unsubscribeUrl === undefined ? null : { label: t('unsubscribe'), url: unsubscribeUrl };
  const foot = [
    portal,
    words.reason,
    ...(unsubscribe === null ? [] : [t('actionInText', { action: unsubscribe.label }), unsubscribe.url]),
    words.questions,
    ...(operator === null ? [] : [operator]),
  ];
  return {
    sender: words.sender,
    subject: words.subject,
    html: mailLayout({
      ...words,
      portal,
      locale,
      greeting,
      url,
      further,
      operator,
      unsubscribe,
      paragraphs: words.text.split('\n\n'),
    }),
    text: [
      greeting,
      words.text,
      `${t('actionInText', { action: words.action })}\n${url}`,
      [words.note, ...furtherUrls].join('\n'),
      `-- \n${foot.join('\n')}`,
    ].join('\n\n'),
  };
}
