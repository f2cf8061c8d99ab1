/** What the tables of sign-in keep about one customer, without anything that opens something. Read only. */
import type { Sequelize, Transaction } from 'sequelize';
import { detailInWords } from '#server/features/identity/sign-in-methods/method-labels.ts';
import { query } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { PersonalData } from '#shared/privacy/personal-data.ts';

/** better-auth's name of the way in by password. */
const byPassword = 'credential';

/** Milliseconds since 1970. */
const textOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
const textOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : textOf(milliseconds);

type SignInData = Pick<
  PersonalData,
  'account' | 'profile' | 'ways_in' | 'email_changes' | 'sessions' | 'security_log'
>;

type Stored<T, Instants extends keyof T> = Omit<T, Instants> & Record<Instants, number>;
type Session = SignInData['sessions'][number];
type LogEntry = SignInData['security_log'][number];
type EmailChange = SignInData['email_changes'][number];

type UserRow = SignInData['profile'] & {
  id: number;
  name: string;
  email: string;
  verified: number;
  locale: string;
  administrator: number;
  terms: number | null;
  created: number;
  changed: number;
};

export type PersonalDataRepository = ReturnType<typeof personalDataRepository>;

export function personalDataRepository(db: Sequelize, transaction?: Transaction) {
  const select = <Row>(sql: string, userId: number): Promise<Row[]> =>
    query<Row>(db, sql, [userId], transaction);

  async function signInMethods(userId: number): Promise<SignInData['ways_in']> {
    const accounts = await select<{
      provider: string;
      subject: string;
      hasPassword: number;
      linked: number;
    }>(
      `SELECT provider_id AS provider, account_id AS subject, password IS NOT NULL AS hasPassword,
         ${millisecondsOf('created_at')} AS linked
       FROM accounts WHERE user_id = ? ORDER BY id`,
      userId,
    );
    const passkeys = await select<{ name: string | null; deviceType: string; created: number | null }>(
      `SELECT name, device_type AS deviceType, ${millisecondsOf('created_at')} AS created
       FROM passkeys WHERE user_id = ? ORDER BY id`,
      userId,
    );
    const factors = await select<{ id: number }>(
      'SELECT id FROM two_factors WHERE user_id = ? AND verified = 1',
      userId,
    );
    const steps = await select<{ id: number }>(
      'SELECT id FROM users WHERE id = ? AND two_factor_enabled = 1',
      userId,
    );
    return {
      password: accounts.some(({ provider, hasPassword }) => provider === byPassword && hasPassword === 1),
      authenticator: factors.length > 0,
      second_step: steps.length > 0,
      passkeys: passkeys.map(({ name, deviceType, created }) => ({
        ...{ name, device_type: deviceType, created_at: textOrNull(created) },
      })),
      providers: accounts
        .filter(({ provider }) => provider !== byPassword)
        .map(({ provider, subject, linked }) => ({ provider, subject, linked_at: textOf(linked) })),
    };
  }

  return {
    /** Null when there is no such account. */
    async find(userId: number): Promise<SignInData | null> {
      const [user] = await select<UserRow>(
        `SELECT id, name, email, email_verified AS verified, locale, instance_administrator AS administrator,
           company_name, number_of_employees, address_line_1, address_line_2, city, postal_code, state, country,
           ${millisecondsOf('terms_accepted_at')} AS terms, ${millisecondsOf('created_at')} AS created,
           ${millisecondsOf('updated_at')} AS changed
         FROM users WHERE id = ?`,
        userId,
      );
      if (!user) return null;
      const { id, name, email, verified, locale, administrator, terms, created, changed, ...profile } = user;
      const sessions = await select<Stored<Session, 'created_at' | 'last_used_at' | 'expires_at'>>(
        `SELECT ip_address, user_agent, ${millisecondsOf('created_at')} AS created_at,
           ${millisecondsOf('updated_at')} AS last_used_at, ${millisecondsOf('expires_at')} AS expires_at
         FROM sessions WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const log = await select<Stored<LogEntry, 'occurred_at'>>(
        `SELECT kind, detail, ip_address, user_agent, ${millisecondsOf('occurred_at')} AS occurred_at
         FROM security_events WHERE user_id = ? ORDER BY id`,
        userId,
      );
      const changes = await select<
        Omit<EmailChange, 'requested_at' | 'confirmed_at' | 'stopped_at'> & {
          requested: number;
          confirmed: number | null;
          stopped: number | null;
        }
      >(
        `SELECT old_email, new_email, ${millisecondsOf('requested_at')} AS requested,
           ${millisecondsOf('confirmed_at')} AS confirmed, ${millisecondsOf('stopped_at')} AS stopped
         FROM email_changes WHERE user_id = ? ORDER BY id`,
        userId,
      );
      return {
        account: {
          ...{ id, name, email, email_verified: verified === 1, is_administrator: administrator === 1 },
          locale: Locale.catch('en').parse(locale),
          terms_accepted_at: textOrNull(terms),
          created_at: textOf(created),
          changed_at: textOf(changed),
        },
        profile,
        ways_in: await signInMethods(userId),
        email_changes: changes.map(({ requested, confirmed, stopped, ...addresses }) => ({
          ...addresses,
          requested_at: textOf(requested),
          confirmed_at: textOrNull(confirmed),
          stopped_at: textOrNull(stopped),
        })),
        sessions: sessions.map((session) => ({
          ...session,
          created_at: textOf(session.created_at),
          last_used_at: textOf(session.last_used_at),
          expires_at: textOf(session.expires_at),
        })),
        security_log: log.map((event) => ({
          ...event,
          detail: detailInWords(event),
          occurred_at: textOf(event.occurred_at),
        })),
      };
    },
  };
}
