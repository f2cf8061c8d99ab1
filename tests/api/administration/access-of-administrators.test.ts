/**
 * Tests which administrators may call which procedure: calls every procedure of administration with every role, on a
 * customer, on the administrator's own account and on another administrator's account. The rules are read from the
 * table of acts, and the procedures from the router.
 */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { actOf } from '#server/features/administration/procedures.router.ts';
import { appRouter } from '#server/router.ts';
import { type Act, acts, ruleOf } from '#shared/administration/acts.ts';
import { type AdministratorRole, administratorRoles, includesRole } from '#shared/administration/roles.ts';
import { matrix, type Owned } from '#tests/api/platform/trpc/access-rows.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { usePeople } from '#tests/support/people/people.ts';
import { allProcedures, callProcedure, type Procedure } from '#tests/support/portal/procedures.ts';

const database = useDatabase();
const people = usePeople(database);

const definitions = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { middlewares: object[] } }
>;
const procedures = allProcedures()
  .filter(({ path }) => path.startsWith('administration.'))
  .map((procedure) => ({ ...procedure, act: actOf(definitions[procedure.path]?._def.middlewares ?? []) }));
const reads = procedures.filter(({ act }) => act === null);
const carriedOut = procedures.flatMap(({ act, ...procedure }) =>
  act === null ? [] : [{ act, ...procedure }],
);

const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);

let deps: Deps;
/** What the acts concern if they are about the customer, and if they are about the administrator who calls. */
let theirs: Owned;
let own: Owned;

beforeEach(async () => {
  const { portal, owner, administrator } = people;
  const { config, logger: log } = portal;
  deps = buildDeps({ config, db: database.db, log, clock: { now: portal.now } });
  const plan = await makePlan(deps);
  const ownedBy = async (person: { id: number; email: string }): Promise<Owned> => {
    const { licenceId, entitlement } = await makeLicence(deps, { plan, userId: person.id });
    const orderId = `317366-${person.id}`;
    await deps.receipts.save([
      {
        ...{ reference: `order:${orderId}`, stream: entitlement.stream, orderId, userId: person.id },
        ...{ planId: plan.id, checkoutId: null, amount: { minor: 900, currency: 'USD' }, tax: null },
        ...{ quantity: 1, receiptUrl: null, paidAt: new Date(), refund: null, part: null },
        billingDetailsId: null,
      },
    ]);
    return {
      ...{ licenceId, subject: entitlement.stream, email: person.email, customerId: person.id },
      ...{ tokenId: 0, sessionId: 0, passkeyId: 0, orderId },
    };
  };
  theirs = await ownedBy(owner);
  own = await ownedBy(administrator);
  await execute(`UPDATE users SET two_factor_enabled = 1 WHERE id = ${administrator.id}`);
});

/** Gives the calling administrator another role, and a fresh or an old proof of who they are. */
async function actAs(role: AdministratorRole | null, { hasProof = true } = {}): Promise<void> {
  const { id } = people.administrator;
  await deps.administrators.setRole(id, role);
  const at = hasProof ? 'NOW(3)' : "'2020-01-01'";
  await execute(`UPDATE sessions SET reauthenticated_at = ${at} WHERE user_id = ${id}`);
  await execute('DELETE FROM audit_log');
}

const call = (procedure: Procedure, on: Owned) => {
  const row = matrix[procedure.path];
  if (!row) throw new Error(`${procedure.path} has no row in the matrix`);
  return callProcedure(people.portal.url, procedure, row.input?.(on), people.administrator.cookie);
};

const log = () =>
  rows<{ act: Act; outcome: string; code: string | null; actor: number; customer: number | null }>(
    `SELECT act, outcome, error_code AS code, actor_user_id AS actor, subject_user_id AS customer
     FROM audit_log WHERE intent_id IS NULL`,
  );

it('There are procedures of both kinds, and no act is carried out by two', () => {
  expect(reads.length).toBeGreaterThan(1);
  expect(carriedOut.length).toBeGreaterThan(2);
  const named = carriedOut.map(({ act }) => act);
  expect(new Set(named).size).toBe(named.length);
  for (const act of named) expect(Object.keys(acts)).toContain(act);
});

describe('The table of acts', () => {
  it('asks for a proof wherever only the highest role is allowed, and never gives less on administrators', () => {
    for (const [act, rule] of Object.entries(acts)) {
      expect(rule.needsProof, act).toBe(rule.role === 'administrator');
      if (rule.concerns === 'portal') expect(rule.onAdministrators, act).toBe(false);
    }
    expect(acts['customer.viewAs'].onAdministrators).toBe(false);
  });
});

describe('Procedures that only read', () => {
  it.each(reads.map((procedure) => [procedure.path, procedure] as const))(
    '%s is open to every role with a second factor',
    async (_path, procedure) => {
      for (const role of administratorRoles) {
        await actAs(role, { hasProof: false });
        const { status, appCode } = await call(procedure, theirs);
        const hears = matrix[procedure.path]?.ownerHears;
        if (hears) expect(appCode, role).toBe(hears);
        else expect(status, role).toBe(200);
      }
      await actAs(null);
      expect((await call(procedure, theirs)).appCode).toBe('forbidden');
      await actAs('administrator');
      await execute('UPDATE users SET two_factor_enabled = 0');
      expect((await call(procedure, theirs)).appCode).toBe('second_factor_needed');
    },
  );
});

describe('Procedures that act', () => {
  const cases = carriedOut.map((procedure) => [procedure.path, procedure] as const);

  it.each(cases)(
    '%s follows the table for every role, and each call is in the audit log',
    async (_path, procedure) => {
      const { act } = procedure;
      const rule = ruleOf(act);
      const entry = { act, actor: people.administrator.id };
      for (const role of administratorRoles) {
        await actAs(role);
        const { appCode } = await call(procedure, theirs);
        if (includesRole(role, rule.role)) {
          expect(['forbidden', 'second_factor_needed', 'confirmation_needed'], role).not.toContain(appCode);
          expect(await log(), role).toMatchObject([entry]);
          expect((await log())[0]?.outcome, role).not.toBe('refused');
        } else {
          expect(appCode, role).toBe('forbidden');
          expect(await log(), role).toMatchObject([{ ...entry, outcome: 'refused', code: 'forbidden' }]);
        }
      }
      await actAs(null);
      expect((await call(procedure, theirs)).appCode, 'a customer').toBe('forbidden');
      expect(await log(), 'a customer').toEqual([]);

      await actAs('administrator', { hasProof: false });
      const late = await call(procedure, theirs);
      if (rule.needsProof) {
        expect(late.appCode, 'long after the proof').toBe('confirmation_needed');
        expect(await log()).toEqual([]);
      } else expect(late.appCode, 'long after the proof').not.toBe('confirmation_needed');

      await actAs('administrator');
      await execute(`UPDATE users SET two_factor_enabled = 0 WHERE id = ${people.administrator.id}`);
      expect((await call(procedure, theirs)).appCode, 'without a second factor').toBe('second_factor_needed');
      expect(await log()).toMatchObject([{ ...entry, outcome: 'refused' }]);
    },
  );

  const onPeople = cases.filter(([, { act }]) => acts[act].concerns === 'customer');

  it.each(onPeople)('%s is refused on the own account, to every role', async (_path, procedure) => {
    const { act } = procedure;
    for (const role of administratorRoles.filter((each) => includesRole(each, acts[act].role))) {
      await actAs(role);
      expect((await call(procedure, own)).appCode, role).toBe('own_account');
      expect(await log(), role).toEqual([
        {
          ...{ act, outcome: 'refused', code: 'own_account' },
          ...{ actor: people.administrator.id, customer: people.administrator.id },
        },
      ]);
    }
  });

  it.each(onPeople)(
    "%s on an administrator's account takes an administrator and a proof, if it is allowed at all",
    async (_path, procedure) => {
      const { act } = procedure;
      const rule = ruleOf(act);
      await deps.administrators.setRole(people.owner.id, 'viewer');
      if (rule.role !== 'administrator') {
        await actAs('support');
        expect((await call(procedure, theirs)).appCode).toBe('administrators_account');
        expect(await log()).toMatchObject([{ act, outcome: 'refused', code: 'administrators_account' }]);
      }
      await actAs('administrator', { hasProof: false });
      const expected = rule.onAdministrators ? 'confirmation_needed' : 'administrators_account';
      expect((await call(procedure, theirs)).appCode).toBe(expected);
      await actAs('administrator');
      const { appCode } = await call(procedure, theirs);
      if (rule.onAdministrators)
        expect(['administrators_account', 'confirmation_needed', 'forbidden']).not.toContain(appCode);
      else expect(appCode).toBe('administrators_account');
    },
  );
});
