/** Types of an e-mail template: its texts, their placeholders, and its links. */
import type { Locale } from '#shared/accounts/accounts.ts';
import type { OptionalMail } from '#shared/accounts/mail-choices.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

/** The texts of one e-mail in one language, in ICU syntax. */
export interface MailText {
  /** At most fifty characters, because e-mail clients truncate longer subjects. */
  subject: string;
  /** Blank lines separate paragraphs. */
  text: string;
  /** The button's label. */
  action: string;
  note: string;
  /** Why the recipient gets this e-mail. `{host}` is the portal's host. */
  reason: string;
}

/** Formats dates and amounts in the language of the e-mail. */
export interface MailFormats {
  day: (day: CalendarDate) => string;
  /** Formats date and time in UTC. */
  moment: (at: Date) => { day: string; time: string };
  money: (money: Money) => string;
}

/** The parts of a template that rendering needs. */
export interface MailSource<Data> {
  texts: Readonly<Record<Locale, MailText>>;
  /** The choice with which customers turn these e-mails off. Absent if the e-mails are always sent. */
  choice?: OptionalMail;
  /**
   * Whether the recipient has just asked for it and waits for it. It is sent even if a mail server has refused the
   * address, because with it the recipient shows that the address works.
   */
  isAwaited?: true;
  /** Returns the values of the placeholders. */
  places?: (data: Data, formats: MailFormats) => Readonly<Record<string, string | number>>;
  /** Returns the button's link, followed by those shown after the note. */
  links: (data: Data, appUrl: string) => readonly [string, ...string[]];
}

export interface MailTemplate<Data> extends MailSource<Data> {
  /** Returns realistic data for previews and tests, with links to pages under `appUrl`. */
  sample: (appUrl: string) => Data;
}

/** The recipient's name for the greeting; empty in e-mails to the operator. */
export interface Named {
  name: string;
}

/** The templates of a feature, each with the type of its data. */
export type MailTemplates<DataOf> = { readonly [T in keyof DataOf]: MailTemplate<DataOf[T]> };

/** An e-mail from one of these templates, with its data. */
export type ContentOf<DataOf> = { [T in keyof DataOf]: { template: T; data: DataOf[T] } }[keyof DataOf];

/** An e-mail with its data and recipient. */
export type MailOf<DataOf> = ContentOf<DataOf> & {
  to: string;
  locale: Locale;
  /** Local part of the Message-ID; pass the same one when sending the same e-mail again. Defaults to a new one. */
  id?: string;
};
