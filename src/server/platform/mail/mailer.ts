/** Sends mail over SMTP. */
import nodemailer from 'nodemailer';
import type { Logger } from 'pino';
import type { Locale } from '#shared/accounts/accounts.ts';
import { minuteMs } from '#shared/durations.ts';
import { comparableAddress } from '#shared/identity/email-address.ts';
import type { MailSource, Named } from './mail-template.ts';
import { type MailSender, renderMail } from './render-mail.ts';

/** What a feature composed; `MailOf` of its own templates says which data belong to which template. */
export interface Mail {
  template: string;
  data: Named;
  to: string;
  locale: Locale;
  /** The Message-ID's local part: the same when the same mail is sent again. Left out: one of its own. */
  id?: string;
}

export interface Mailer {
  /**
   * Resolves when the mail server has taken the mail, and rejects when it has not, or has not said so in time; nothing
   * is tried twice.
   */
  send(mail: Mail): Promise<void>;
  /** Closes its connections; a mail that is being sent over one of them fails. */
  close(): void;
}

export interface MailSettings {
  host: string;
  port: number;
  username: string | null;
  password: string | null;
  encryption: 'tls' | 'starttls' | 'none';
  /** The sender. */
  from: { name: string | null; address: string };
  appUrl: string;
  supportEmail: string;
  operator: MailSender['operator'];
  /** Every mail there is, by its name. */
  templates: Readonly<Record<string, MailSource<never>>>;
  log: Logger;
  /** How long one mail may take from end to end; a minute when not told. */
  sendWithinMs?: number;
}

/** The domain of an address, in ASCII: headers of a mail must not contain anything else (RFC 5322, section 2.2). */
function asciiDomainOf(address: string): string {
  const comparable = comparableAddress(address);
  return comparable.slice(comparable.lastIndexOf('@') + 1);
}

/** As many as are sent at the same time: no mail waits for the connection of another. */
const maxConnections = 8;
/** At each step. */
const patienceMs = 15_000;
/** For all steps together: a server that keeps talking ends at none of them. */
export const maxSendMs = minuteMs;

/**
 * A mailer on the configured server. Connections are made when there is something to send, used again for the next
 * mail, and closed when they have been idle for a while.
 */
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
  return {
    async send(mail) {
      const template = templates.get(mail.template);
      if (!template) throw new Error(`there is no mail ${mail.template}`);
      const { sender, ...rendered } = renderMail(
        template,
        // Its feature composed it as `MailOf` its templates: data and template belong together.
        mail.data as never,
        mail.locale,
        {
          name: from.name,
          appUrl,
          supportEmail,
          operator,
        },
      );
      await transport.sendMail({
        signal: AbortSignal.timeout(sendWithin),
        from: { name: sender, address: from.address },
        to: { name: '', address: mail.to },
        replyTo: supportEmail,
        ...(mail.id === undefined ? {} : { messageId: `<${mail.id}@${asciiDomainOf(from.address)}>` }),
        ...rendered,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      log.info({ template: mail.template, locale: mail.locale }, 'mail sent');
    },
    close: () => transport.close({ force: true }),
  };
}
