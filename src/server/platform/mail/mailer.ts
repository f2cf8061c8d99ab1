/** Sends e-mail over SMTP. */
import nodemailer from 'nodemailer';
import type { Logger } from 'pino';
import type { Locale } from '#shared/accounts/accounts.ts';
import { minuteMs } from '#shared/durations.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import type { MailSource, Named } from './mail-template.ts';
import { type MailSender, type RenderedMail, renderMail } from './render-mail.ts';

/** A composed e-mail of any feature. Within a feature, `MailOf` makes sure that the data fits the template. */
export interface Mail {
  template: string;
  data: Named;
  to: string;
  locale: Locale;
  /** Local part of the Message-ID; pass the same one when sending the same e-mail again. Defaults to a new one. */
  id?: string;
  /** URL that turns e-mails of this kind off. Absent if they are always sent. */
  unsubscribeUrl?: string;
  /** Whether the recipient has just asked for it and waits for it. It is sent to a refused address too. */
  isAwaited?: boolean;
}

/** A template of any feature. */
type AnyTemplate = MailSource<never> & { sample: (appUrl: string) => Named };

export interface Mailer {
  /** Returns the sample data of a template, and whether customers can turn e-mails of its kind off. */
  sampleOf(template: string): { data: Named; isOptional: boolean };
  /** Returns what an e-mail looks like. */
  render(mail: Omit<Mail, 'to' | 'id' | 'isAwaited'>): RenderedMail;
  /**
   * Resolves when the mail server has accepted the e-mail. Rejects if the server refuses it or doesn't respond in time.
   * Doesn't retry.
   */
  send(mail: Mail): Promise<void>;
  /** Closes all connections. Any e-mail being sent at that moment fails. */
  close(): void;
}

export interface MailSettings {
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  encryption: 'tls' | 'starttls' | 'none';
  /** The sender in the From header. If the name is null, the portal's name is used. */
  from: { name: string | null; address: string };
  appUrl: string;
  supportEmail: string;
  operator: MailSender['operator'];
  /** The portal's name; null to use its own. */
  brandName: string | null;
  /** All templates of all features, by name. */
  templates: Readonly<Record<string, AnyTemplate>>;
  log: Logger;
  /** Timeout in milliseconds for sending one e-mail, all steps included. Default: one minute. */
  sendWithinMs?: number;
}

/**
 * Returns the domain of an address in ASCII, because e-mail headers must not contain anything else (RFC 5322, section
 * 2.2).
 */
function asciiDomainOf(address: string): string {
  const comparable = comparableAddress(address);
  return comparable.slice(comparable.lastIndexOf('@') + 1);
}

/**
 * Maximum number of SMTP connections. Equal to the number of outbox workers, so that no worker waits for a connection.
 */
const maxConnections = 8;
/** Timeout in milliseconds for each step of an SMTP session. */
const patienceMs = 15_000;
/**
 * Timeout in milliseconds for all steps together. A server that keeps sending data would never exceed the timeout per
 * step.
 */
export const maxSendMs = minuteMs;

/** Status codes with which a mail server refuses a recipient's address for good (RFC 5321, section 4.2.3). */
const refusedForGood: ReadonlySet<unknown> = new Set([550, 551, 553]);

/** Enhanced status codes about policy and security (RFC 3463, section 3.8), which say nothing about the address. */
const isPolicy = (response: unknown): boolean =>
  typeof response === 'string' && /^\d{3}[ -]5\.7\.\d/.test(response);

/**
 * Returns true if the mail server has refused the recipient's address for good, so that further e-mails to it would be
 * refused too. A message that was refused after the address had been accepted doesn't count, nor does a sender that the
 * server refuses to relay for.
 */
export const refusesAddress = (error: unknown): boolean =>
  error instanceof Error &&
  'command' in error &&
  'responseCode' in error &&
  error.command === 'RCPT TO' &&
  refusedForGood.has(error.responseCode) &&
  !('response' in error && isPolicy(error.response));

/** Returns the headers with which mail programs offer to turn e-mails of this kind off (RFC 8058). */
const unsubscribeHeaders = (url: string | undefined): Record<string, string> =>
  url === undefined
    ? {}
    : { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };

/** Creates a mailer for the configured server. Opens connections on demand, reuses them, and closes them when idle. */
export function createMailer(settings: MailSettings): Mailer {
  const { host, port, username, password, encryption, from, appUrl, supportEmail, operator, log } = settings;
  const templates = new Map(Object.entries(settings.templates));
  const sendWithin = settings.sendWithinMs ?? maxSendMs;
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections,
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(username === null ? {} : { auth: { user: username, pass: password ?? '' } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sender: MailSender = {
    name: from.name,
    ...{ appUrl, supportEmail, operator, brandName: settings.brandName },
  };
  const templateNamed = (name: string): AnyTemplate => {
    const template = templates.get(name);
    if (!template) throw new Error(`there is no e-mail template ${name}`);
    return template;
  };
  const render: Mailer['render'] = ({ template, data, locale, unsubscribeUrl }) =>
    // The cast is safe: the feature composed the e-mail as a `MailOf` of its templates, so the data fits the template.
    renderMail(templateNamed(template), data as never, locale, sender, unsubscribeUrl);
  return {
    sampleOf(name) {
      const { sample, choice } = templateNamed(name);
      return { data: sample(appUrl), isOptional: choice !== undefined };
    },
    render,
    async send(mail) {
      const { sender: name, ...rendered } = render(mail);
      await transport.sendMail({
        signal: AbortSignal.timeout(sendWithin),
        from: { name, address: from.address },
        to: { name: '', address: mail.to },
        replyTo: supportEmail,
        ...(mail.id === undefined ? {} : { messageId: `<${mail.id}@${asciiDomainOf(from.address)}>` }),
        ...rendered,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...unsubscribeHeaders(mail.unsubscribeUrl),
        },
      });
      log.info({ template: mail.template, locale: mail.locale }, 'mail sent');
    },
    close: () => transport.close({ force: true }),
  };
}
