/** Starts the whole portal with a mailbox, and provides users who each have a browser. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { type PortalOptions, startPortal } from '#proofs/shop/portal.ts';
import type { Letter } from '#scripts/demo/mailbox/letter.ts';
import { startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { hashOfPassword } from '#server/features/identity/passwords/password-hashes.ts';
import { browser } from './auth-portal.ts';

export const password = 'a long enough secret';

export const agents = {
  firefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  newerFirefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
  safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
} as const;

export type AccountPortal = Awaited<ReturnType<typeof startAccountPortal>>;

export async function startAccountPortal(options: PortalOptions & { db: Sequelize }) {
  const mailbox = await startMailbox();
  const portal = await startPortal({
    now: () => new Date(),
    ...options,
    settings: { MAIL_PORT: String(mailbox.smtpPort), ...options.settings },
  });
  const { db } = options;

  /** Opens a browser for this portal. Its `api` returns a client that sends the browser's current cookies. */
  function newBrowser(userAgent: string = agents.firefox) {
    const { jar, post, call, ...rest } = browser(portal.url);
    const headers = { origin: portal.url, 'user-agent': userAgent };
    return {
      ...rest,
      jar,
      post: (endpoint: string, body: unknown = {}) => post(endpoint, body, headers),
      call: (path: string, input: unknown = {}) => call(path, input, headers),
      signIn: (email: string, secret = password, rememberMe = false) =>
        post('/sign-in/email', { email, password: secret, rememberMe }, headers),
      api: () => portal.trpc([...jar].map(([name, value]) => `${name}=${value}`).join('; ')),
    };
  }

  /** Adds a customer with a confirmed address and, by default, a password. */
  async function customer(email: string, { hasPassword = true } = {}): Promise<number> {
    const [id] = await db.query(
      `INSERT INTO users (name, email, email_verified, created_at, updated_at)
       VALUES ('Nora Lindqvist', ?, 1, NOW(3), NOW(3))`,
      { replacements: [email], type: QueryTypes.INSERT },
    );
    await db.query(
      `INSERT INTO accounts (user_id, provider_id, account_id, password, created_at, updated_at)
       VALUES (?, ?, ?, ?, NOW(3), NOW(3))`,
      {
        replacements: hasPassword
          ? [id, 'credential', String(id), await hashOfPassword(password)]
          : [id, 'github', `subject-${id}`, null],
      },
    );
    return id;
  }

  /** Waits for an e-mail with this subject and returns the newest one. */
  async function letter(to: string, subject: string | RegExp): Promise<Letter> {
    const found = () =>
      mailbox
        .letters(to)
        .find((each) =>
          typeof subject === 'string' ? each.subject === subject : subject.test(each.subject),
        );
    await expect.poll(found, { message: `an e-mail to ${to}: ${subject}` }).toBeDefined();
    const each = found();
    if (!each) throw new Error('the e-mail has disappeared');
    return each;
  }

  return {
    ...portal,
    mailbox,
    newBrowser,
    customer,
    letter,
    /** Opens a browser that is signed in as the customer. */
    async signedIn(email: string, userAgent: string = agents.firefox) {
      const person = newBrowser(userAgent);
      expect(await person.signIn(email)).toMatchObject({ status: 200 });
      return person;
    },
    /** Sets every session's last reauthentication to a time long ago. */
    forgetConfirmations: () => db.query("UPDATE sessions SET reauthenticated_at = '2020-01-01'"),
    rows: <T extends object = Record<string, unknown>>(sql: string) =>
      db.query<T>(sql, { type: QueryTypes.SELECT }),
    /** Returns the kinds of all security events, oldest first. */
    kinds: async () =>
      (
        await db.query<{ kind: string }>('SELECT kind FROM security_events ORDER BY id', {
          type: QueryTypes.SELECT,
        })
      ).map(({ kind }) => kind),
    async stop() {
      await portal.stop();
      await mailbox.stop();
    },
  };
}

/** Returns the code from the error table with which a procedure refused a call. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => {
      throw new Error('it was not refused');
    },
    (refusal: unknown) => refusal,
  );
  const data = error instanceof Error && 'data' in error ? (error.data as { appCode?: string } | null) : null;
  if (!data?.appCode) throw error;
  return data.appCode;
}
