/** A mail's subject, HTML and plain text, from a template and its data. Pure. */
import { createTranslator } from 'use-intl/core';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { formatMoney, type Money } from '#shared/money.ts';
import { type Html, html, mailLayout } from './mail-layout.ts';
import { type MailTemplate, mailTexts } from './mail-texts.ts';

interface FailedPayment {
  name: string;
  product: Product;
  /** Null when Paddle did not say. */
  amount: Money | null;
  /** The last day the licence works as things stand, grace included. */
  worksThrough: CalendarDate;
  /** Where the card is changed. */
  url: string;
}

interface Happened {
  name: string;
  /** UTC. */
  at: Date;
  url: string;
}

/** `provider`: its own name. `step`: the second step of signing in, by key or altogether. */
type Factor = { factor: 'authenticator' | 'passkey' | 'step' } | { factor: 'provider'; provider: string };

/** Nothing about a person. */
interface MissingAccount {
  name: string;
  purchase: string;
  account: string;
  flag: string;
  url: string;
}

/** What each template needs to know. */
export interface MailData {
  'confirm-code': { name: string; code: string; url: string };
  /** To the new address. */
  'email-change': { name: string; url: string };
  /** To the new address, which has an account: its owner is told. */
  'address-taken': { name: string; url: string };
  /** To the old address. */
  'email-change-asked': Happened;
  /** To the old address. */
  'email-changed': Happened;
  'password-changed': Happened & { how: 'changed' | 'set' | 'reset' };
  /** Null where nobody knows. */
  'new-sign-in': Happened & { device: string | null; ipAddress: string | null };
  'factor-added': Happened & Factor;
  'factor-removed': Happened & Factor;
  'recovery-codes-renewed': Happened;
  /** `cancelled`: how many subscriptions were ended at Paddle first. */
  'account-deleted': { name: string; cancelled: number };
  'verify-email': { name: string; url: string };
  'reset-password': { name: string; url: string };
  'already-registered': { name: string; loginUrl: string; resetUrl: string };
  'payment-failed': FailedPayment & { retryOn: CalendarDate };
  'payment-failed-last': FailedPayment;
  /** To the operator. `first` and `second` are subjects of the event log. */
  'second-licence': {
    name: string;
    email: string;
    product: Product;
    first: string;
    second: string;
    url: string;
  };
  /** To the operator. `purchase` is a subject of the event log, `account` a number. */
  'paid-after-deletion': MissingAccount;
  'unknown-account': MissingAccount;
}

export type TemplateAndData = { [T in MailTemplate]: { template: T; data: MailData[T] } }[MailTemplate];

/** Who sends, and where questions go. */
export interface MailSender {
  /** Null: what the pages call the portal, in the language of the mail. */
  name: string | null;
  appUrl: string;
  supportEmail: string;
}

export interface RenderedMail {
  /** Whose name it carries. */
  sender: string;
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
function linksOf(mail: TemplateAndData, appUrl: string): [string, ...string[]] {
  if (mail.template === 'account-deleted') return [appUrl];
  return mail.template === 'already-registered' ? [mail.data.loginUrl, mail.data.resetUrl] : [mail.data.url];
}

const tags = { en: 'en-GB', fr: 'fr-FR' } as const satisfies Record<Locale, string>;

function dayIn(locale: Locale, day: CalendarDate): string {
  const text = new Intl.DateTimeFormat(tags[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(
    startOfDay(day),
  );
  return locale === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

function when(at: Date, locale: Locale): { day: string; time: string } {
  const time = new Intl.DateTimeFormat(tags[locale], { timeStyle: 'short', timeZone: 'UTC' }).format(at);
  return { day: dayIn(locale, dayOf(at)), time };
}

/** What stands in the places of a template's sentences. */
function placesOf(mail: TemplateAndData, locale: Locale): Record<string, string> {
  switch (mail.template) {
    case 'payment-failed':
    case 'payment-failed-last': {
      const { product, amount, worksThrough } = mail.data;
      return {
        product,
        told: String(amount !== null),
        amount: amount === null ? '' : formatMoney(amount, tags[locale]),
        through: dayIn(locale, worksThrough),
        retry: 'retryOn' in mail.data ? dayIn(locale, mail.data.retryOn) : '',
      };
    }
    case 'confirm-code':
      return { code: mail.data.code };
    case 'email-change-asked':
    case 'email-changed':
    case 'recovery-codes-renewed':
      return when(mail.data.at, locale);
    case 'password-changed':
      return { ...when(mail.data.at, locale), how: mail.data.how };
    case 'factor-added':
    case 'factor-removed':
      return {
        ...when(mail.data.at, locale),
        factor: mail.data.factor,
        provider: 'provider' in mail.data ? mail.data.provider : '',
      };
    case 'new-sign-in': {
      const { at, device, ipAddress } = mail.data;
      return {
        ...when(at, locale),
        knowsDevice: String(device !== null),
        device: device ?? '',
        knowsPlace: String(ipAddress !== null),
        place: ipAddress ?? '',
      };
    }
    case 'account-deleted':
      return { cancelled: String(mail.data.cancelled) };
    case 'paid-after-deletion':
    case 'unknown-account': {
      const { purchase, account, flag } = mail.data;
      return { purchase, account, flag };
    }
    case 'second-licence': {
      const { email, product, first, second } = mail.data;
      return { email, product, first, second };
    }
    default:
      return {};
  }
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
  const [url, ...furtherUrls] = linksOf(mail, sender.appUrl);
  const places = placesOf(mail, locale);
  const words = {
    subject: t(`${template}.subject`, places),
    text: t(`${template}.text`, places),
    action: t(`${template}.action`),
    note: t(`${template}.note`, places),
    reason: t(`${template}.reason`, { host: new URL(sender.appUrl).host }),
    questions: t('questions', { support: sender.supportEmail }),
    linkInstead: t('linkInstead'),
    sender: sender.name ?? t('portal'),
  };
  const further: Html[] = furtherUrls.map(
    (each) => html`<br><a href="${each}" style="word-break:break-all">${each}</a>`,
  );
  return {
    sender: words.sender,
    subject: words.subject,
    html: mailLayout({ ...words, locale, greeting, url, further }),
    text: [
      greeting,
      words.text,
      `${t('actionInText', { action: words.action })}\n${url}`,
      [words.note, ...furtherUrls].join('\n'),
      `-- \n${words.sender}\n${words.reason}\n${words.questions}`,
    ].join('\n\n'),
  };
}
