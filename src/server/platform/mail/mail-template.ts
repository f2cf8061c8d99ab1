/** What a feature says about each of its mails: sentences, what stands in their places, and links. */
import type { Locale } from '#shared/accounts/accounts.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';

/** The sentences of one mail in one language, in ICU syntax. */
export interface MailText {
  /** Fifty characters at most, or mail programs cut it off. */
  subject: string;
  text: string;
  /** The words of the button. */
  action: string;
  note: string;
  /** Why it was sent. `{host}` is the portal's. */
  reason: string;
}

/** Writes dates and money in the language of the mail. */
export interface MailFormats {
  day: (day: CalendarDate) => string;
  /** Day and time of an instant, in UTC. */
  moment: (at: Date) => { day: string; time: string };
  money: (money: Money) => string;
}

/** What rendering needs of a template. */
export interface MailSource<Data> {
  texts: Readonly<Record<Locale, MailText>>;
  /** The values of the placeholders. */
  places?: (data: Data, formats: MailFormats) => Readonly<Record<string, string | number>>;
  /** The link of the button, then those that follow the note. */
  links: (data: Data, appUrl: string) => readonly [string, ...string[]];
}

export interface MailTemplate<Data> extends MailSource<Data> {
  /** Believable data, for previews and tests; links lead to pages under `appUrl`. */
  sample: (appUrl: string) => Data;
}

/** Every mail greets somebody: `name` is empty where the mail goes to the operator. */
export interface Named {
  name: string;
}

/** The templates of a feature, by what each of them needs to know. */
export type MailTemplates<DataOf> = { readonly [T in keyof DataOf]: MailTemplate<DataOf[T]> };

/** A mail of one of these templates, with its data. */
export type ContentOf<DataOf> = { [T in keyof DataOf]: { template: T; data: DataOf[T] } }[keyof DataOf];

/** The same with its addressee. */
export type MailOf<DataOf> = ContentOf<DataOf> & {
  to: string;
  locale: Locale;
  /** The Message-ID's local part: the same when the same mail is sent again. Left out: one of its own. */
  id?: string;
};
