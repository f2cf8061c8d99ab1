/** Reads a customer's data from identity's tables, leaving out credentials. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { detailInWords } from '#server/features/identity/sign-in-methods/method-labels.ts';
import { passwordProvider } from '#server/features/identity/sign-in-methods/password-provider.ts';
import { column, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import { OptionalMail, optionalMails } from '#shared/accounts/mail-choices.ts';
import { roleInRow } from '#shared/administration/roles.ts';
import type { PersonalData } from '#shared/privacy/personal-data.ts';

/** Converts a column read with `millisecondsOf` to ISO 8601. */
const instantText = column.milliseconds.transform((instant) => instant.toISOString());

type SignInData = Pick<
  PersonalData,
  | 'account'
  | 'profile'
  | 'ways_in'
  | 'email_changes'
  | 'email_corrections'
  | 'notes'
  | 'mail_choices'
  | 'sessions'
  | 'security_log'
>;

const AccountRow = z.object({
  provider: column.text,
  subject: column.text,
  hasPassword: column.flag,
  linked: instantText,
});
const PasskeyRow = z.object({
  name: column.text.nullable(),
  deviceType: column.text,
  created: instantText.nullable(),
  used: instantText.nullable(),
});
const Id = z.object({ id: column.number });
const UserRow = z.object({
  id: column.number,
  name: column.text,
  email: column.text,
  verified: column.flag,
  locale: column.text,
  administrator: column.flag,
  role: column.text.nullable(),
  blocked: instantText.nullable(),
  terms: instantText.nullable(),
  created: instantText,
  changed: instantText,
  refused: instantText.nullable(),
  company_name: column.text.nullable(),
  number_of_employees: column.number.nullable(),
  address_line_1: column.text.nullable(),
  address_line_2: column.text.nullable(),
  city: column.text.nullable(),
  postal_code: column.text.nullable(),
  state: column.text.nullable(),
  country: column.text.nullable(),
});
const SessionRow = z.object({
  ip_address: column.text.nullable(),
  user_agent: column.text.nullable(),
  created_at: instantText,
  last_used_at: instantText,
  expires_at: instantText,
});
const LogRow = z.object({
  kind: column.text,
  detail: column.text.nullable(),
  ip_address: column.text.nullable(),
  user_agent: column.text.nullable(),
  occurred_at: instantText,
});
const MailChoiceRow = z.object({
  kind: OptionalMail,
  is_on: column.flag,
  changed_at: instantText.nullable(),
});
const EmailChangeRow = z.object({
  old_email: column.text,
  new_email: column.text,
  requested_at: instantText,
  confirmed_at: instantText.nullable(),
  stopped_at: instantText.nullable(),
});
const EmailCorrectionRow = z.object({
  old_email: column.text,
  new_email: column.text,
  corrected_at: instantText,
  stopped_at: instantText.nullable(),
});
const NoteRow = z.object({ note: column.text, written_at: instantText });

export type PersonalDataRepository = ReturnType<typeof personalDataRepository>;

export function personalDataRepository(db: Sequelize, transaction?: Transaction) {
  const read = <Row extends z.ZodType>(row: Row, sql: string, userId: number) =>
    select(db, row, sql, [userId], transaction);

  async function signInMethods(userId: number): Promise<SignInData['ways_in']> {
    const accounts = await read(
      AccountRow,
      `SELECT provider_id AS provider, account_id AS subject, password IS NOT NULL AS hasPassword,
         ${millisecondsOf('created_at')} AS linked
       FROM accounts WHERE user_id = ? ORDER BY id`,
      userId,
    );
    const passkeys = await read(
      PasskeyRow,
      `SELECT name, device_type AS deviceType, ${millisecondsOf('created_at')} AS created,
         ${millisecondsOf('last_used_at')} AS used
       FROM passkeys WHERE user_id = ? ORDER BY id`,
      userId,
    );
    const factors = await read(Id, 'SELECT id FROM two_factors WHERE user_id = ? AND verified = 1', userId);
    const steps = await read(Id, 'SELECT id FROM users WHERE id = ? AND two_factor_enabled = 1', userId);
    return {
      password: accounts.some(({ provider, hasPassword }) => provider === passwordProvider && hasPassword),
      authenticator: factors.length > 0,
      second_step: steps.length > 0,
      passkeys: passkeys.map(({ name, deviceType, created, used }) => ({
        ...{ name, device_type: deviceType, created_at: created, last_used_at: used },
      })),
      providers: accounts
        .filter(({ provider }) => provider !== passwordProvider)
        .map(({ provider, subject, linked }) => ({ provider, subject, linked_at: linked })),
    };
  }

  return {
    /** Returns the customer's sign-in data; null if there is no such account. */
    async find(userId: number): Promise<SignInData | null> {
      const [user] = await read(
        UserRow,
        `SELECT id, name, email, email_verified AS verified, locale, instance_administrator AS administrator,
           administrator_role AS role, ${millisecondsOf('blocked_at')} AS blocked,
           company_name, number_of_employees, address_line_1, address_line_2, city, postal_code, state, country,
           ${millisecondsOf('terms_accepted_at')} AS terms, ${millisecondsOf('created_at')} AS created,
           ${millisecondsOf('updated_at')} AS changed, ${millisecondsOf('email_refused_at')} AS refused
         FROM users WHERE id = ?`,
        userId,
      );
      if (!user) return null;
      const {
        id,
        name,
        email,
        verified,
        locale,
        administrator,
        role: stored,
        blocked,
        terms,
        created,
        changed,
        refused,
        ...profile
      } = user;
      const role = roleInRow({ instanceAdministrator: administrator, administratorRole: stored });
      const sessions = await read(
        SessionRow,
        `SELECT ip_address, user_agent, ${millisecondsOf('created_at')} AS created_at,
           ${millisecondsOf('updated_at')} AS last_used_at, ${millisecondsOf('expires_at')} AS expires_at
         FROM sessions WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const log = await read(
        LogRow,
        `SELECT kind, detail, ip_address, user_agent, ${millisecondsOf('occurred_at')} AS occurred_at
         FROM security_events WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const choices = new Map(
        (
          await read(
            MailChoiceRow,
            `SELECT kind, is_on, ${millisecondsOf('changed_at')} AS changed_at FROM mail_choices WHERE user_id = ?`,
            userId,
          )
        ).map((row) => [row.kind, row]),
      );
      const changes = await read(
        EmailChangeRow,
        `SELECT old_email, new_email, ${millisecondsOf('requested_at')} AS requested_at,
           ${millisecondsOf('confirmed_at')} AS confirmed_at, ${millisecondsOf('stopped_at')} AS stopped_at
         FROM email_changes WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const corrections = await read(
        EmailCorrectionRow,
        `SELECT old_email, new_email, ${millisecondsOf('corrected_at')} AS corrected_at,
           ${millisecondsOf('stopped_at')} AS stopped_at
         FROM email_corrections WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const notes = await read(
        NoteRow,
        `SELECT note, ${millisecondsOf('written_at')} AS written_at
         FROM administrator_notes WHERE user_id = ? ORDER BY id`,
        userId,
      );
      return {
        account: {
          ...{ id, name, email, email_verified: verified, is_administrator: role !== null },
          administrator_role: role,
          blocked_at: blocked,
          locale: Locale.catch('en').parse(locale),
          terms_accepted_at: terms,
          created_at: created,
          changed_at: changed,
          email_refused_at: refused,
        },
        profile,
        ways_in: await signInMethods(userId),
        email_changes: changes,
        email_corrections: corrections,
        notes,
        mail_choices: optionalMails.map(
          (kind) => choices.get(kind) ?? { kind, is_on: true, changed_at: null },
        ),
        sessions,
        security_log: log.map((event) => ({ ...event, detail: detailInWords(event) })),
      };
    },
  };
}
