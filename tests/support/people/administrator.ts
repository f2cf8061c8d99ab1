/** Adds a signed-in administrator to a shop, for tests of what administrators do to its customer. */
import { QueryTypes } from 'sequelize';
import { beforeEach, expect } from 'vitest';
import { hashOfPassword } from '#server/features/identity/passwords/password-hashes.ts';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import { keyOf } from '#tests/support/billing/licences.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';
import { authorize } from '#tests/support/portal/portal-client.ts';
import type { ChangingCustomer } from './changing-customer.ts';

const email = 'root@example.test';
const password = 'a long enough secret';

interface AuditRow {
  act: string;
  outcome: string;
  code: string | null;
  /** What the act concerned, as `kind id`. */
  subject: string;
  stream: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
}

export interface Administrator {
  id: number;
  cookie: string;
  api: ReturnType<ChangingCustomer['portal']['trpc']>['administration'];
  /** Adds another administrator, and returns what they call the portal with. */
  another(role: AdministratorRole): Promise<Pick<Administrator, 'id' | 'api'>>;
  /** Returns the audit log, oldest entry first. */
  audit(): Promise<AuditRow[]>;
  /** Returns the current key of a licence, as it is stored. */
  key(licenceId: number): Promise<string>;
  /** Returns what /api/validate currently responds for a key, for example "200 2027-05-02", "410 revoked" or "404". */
  ping(key: string): Promise<string>;
}

/** Provides the administrator, who has just authenticated. Call it once per file, after the shop's own function. */
export function useAdministrator(shop: ChangingCustomer): Administrator {
  const administrator = {} as Administrator;
  beforeEach(async () => {
    const { database, portal, deps } = shop;
    const token = await authorize(portal, deps);
    const signIn = async (address: string, role: AdministratorRole) => {
      const [id] = await database.db.query(
        `INSERT INTO users (name, email, email_verified, created_at, updated_at)
         VALUES ('Ada Rootsdottir', ?, 1, NOW(3), NOW(3))`,
        { replacements: [address], type: QueryTypes.INSERT },
      );
      await database.db.query(
        `INSERT INTO accounts (user_id, provider_id, account_id, password, created_at, updated_at)
         VALUES (?, 'credential', ?, ?, NOW(3), NOW(3))`,
        { replacements: [id, String(id), await hashOfPassword(password)] },
      );
      await deps.administrators.setRole(id, role);
      const { jar, post } = browser(portal.url);
      const answer = await post(
        '/sign-in/email',
        { email: address, password, rememberMe: false },
        { origin: portal.url },
      );
      expect(answer).toMatchObject({ status: 200 });
      await database.db.query('UPDATE users SET two_factor_enabled = 1 WHERE id = ?', { replacements: [id] });
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      return { id, cookie, api: portal.trpc(cookie).administration };
    };
    Object.assign(administrator, {
      ...(await signIn(email, 'administrator')),
      another: (role) => signIn(`${role}@example.test`, role),
      async audit() {
        const rows = await shop.rows<Omit<AuditRow, 'before' | 'after'> & { old: string; new: string }>(
          `SELECT act, outcome, error_code AS code, CONCAT(subject_kind, ' ', subject_id) AS subject,
             subject_stream AS stream, reason, values_before AS old, values_after AS new
           FROM audit_log ORDER BY id`,
        );
        return rows.map(({ old, new: now, ...row }) => ({
          ...row,
          ...{ before: JSON.parse(old), after: JSON.parse(now) },
        }));
      },
      key: (licenceId) => keyOf(deps, licenceId),
      async ping(key) {
        const answer = await fetch(`${portal.url}/api/validate`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ licence_key: key }),
        });
        const body = (await answer.json()) as { next_check_at?: string; reason?: string };
        return `${answer.status} ${body.next_check_at ?? body.reason ?? ''}`.trim();
      },
    } satisfies Administrator);
  });
  return administrator;
}
