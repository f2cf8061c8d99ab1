import { describe, expect, it } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { grantLicence } from '#server/features/billing/decisions/grant-licence.ts';
import { reinstateLicence } from '#server/features/billing/decisions/reinstate-licence.ts';
import { reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { createdAlert } from '#tests/support/billing/alerts.ts';
import { day, keyOf, makePlan } from '#tests/support/billing/licences.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();

const by = 'command line';

const because = { by, reason: 'A good reason' } as const;

describe('Reissuing the key', () => {
  const reissue = (overlapDays: number, using = shop.deps) =>
    reissueLicence(using, { licenceId: shop.licenceId, overlapDays, ...because });
  const keysStored = () =>
    shop.select<{ current: number | null }>('SELECT is_current AS current FROM licence_keys ORDER BY id');

  async function reissued(overlapDays: number): Promise<string> {
    const outcome = await reissue(overlapDays);
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    return outcome.key;
  }

  it('keeps both keys valid during the overlap, then only the new one', async () => {
    const old = await shop.key();
    const fresh = await reissued(7);
    expect(fresh).not.toBe(old);
    expect(await shop.key()).toBe(fresh);
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual(['200 2026-02-13', '200 2026-02-13']);
    shop.portal.setNow('2026-01-19T09:19:59.999Z');
    expect(await shop.ping(old)).toBe('200 2026-02-13');
    shop.portal.setNow('2026-01-19T09:20:00Z');
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual(['404', '200 2026-02-13']);
    expect(await shop.decisions()).toMatchObject([
      { type: 'licence_reissued', payload: expect.stringContaining('2026-01-19T09:20:00.000Z') },
    ]);
  });

  it('ends the old key at once without an overlap', async () => {
    const old = await shop.key();
    const fresh = await reissued(0);
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual(['404', '200 2026-02-13']);
  });

  it('again within the overlap extends no older key and can end all of them at once', async () => {
    const first = await shop.key();
    const second = await reissued(2);
    const third = await reissued(30);
    expect([await shop.ping(first), await shop.ping(second), await shop.ping(third)]).toEqual(
      Array(3).fill('200 2026-02-13'),
    );
    shop.portal.setNow('2026-01-14T09:20:00Z');
    expect([await shop.ping(first), await shop.ping(second)]).toEqual(['404', '200 2026-02-13']);
    const fourth = await reissued(0);
    expect([await shop.ping(second), await shop.ping(third), await shop.ping(fourth)]).toEqual([
      '404',
      '404',
      '200 2026-02-13',
    ]);
  });

  it('puts the current address, seats and dates into the new key', async () => {
    await shop.db.query("UPDATE users SET email = 'nora@new.test' WHERE email = 'nora@example.test'");
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(shop.renewal({ quantity: '3' }));
    expect(shop.deps.licenceCipher.open(await reissued(7))).toEqual({
      frequency: 'month',
      purchaser_email: 'nora@new.test',
      quantity: 3,
      product: 'Monica',
      plan: 'Monthly plan',
      valid_until_at: '2026-03-12',
      next_check_at: '2026-03-13',
    });
  });

  it('puts the buyer’s address at Paddle into the key of an unclaimed licence', async () => {
    await shop.portal.alert(
      createdAlert({ subscription_id: '7', user_id: '7', email: 'stranger@example.test' }),
    );
    const [stray] = await shop.select<{ id: number }>('SELECT id FROM licences WHERE user_id IS NULL');
    const outcome = await reissueLicence(shop.deps, {
      licenceId: stray?.id ?? 0,
      overlapDays: 0,
      ...because,
    });
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    expect(shop.deps.licenceCipher.open(outcome.key)).toMatchObject({
      purchaser_email: 'stranger@example.test',
    });
  });

  it('leaves one current key, returned to one of the callers, after concurrent requests', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => reissue(0, shop.build())));
    const keys = outcomes.map((outcome) => (outcome.status === 'done' ? outcome.key : outcome.reason));
    expect(keys).toContain(await shop.key());
    expect((await keysStored()).filter(({ current }) => current === 1)).toHaveLength(1);
    const answers = await Promise.all(keys.map(shop.ping));
    expect(answers.filter((answer) => answer.startsWith('200'))).toHaveLength(1);
  });

  it('stores neither the decision nor the key when storing the key fails', async () => {
    const old = await shop.key();
    const failing: Pick<Deps, 'transaction' | 'now'> = {
      now: shop.deps.now,
      transaction: (work) =>
        shop.deps.transaction((bound) => {
          const broken = {
            ...bound,
            licenceKeys: {
              ...bound.licenceKeys,
              insertCurrent: () => Promise.reject(new Error('the machine was switched off')),
            },
          };
          return work({ ...broken, transaction: (inner) => inner(broken) });
        }),
    };
    await expect(
      reissueLicence(failing, { licenceId: shop.licenceId, overlapDays: 0, ...because }),
    ).rejects.toThrow('switched off');
    expect(await shop.decisions()).toEqual([]);
    expect(await keysStored()).toHaveLength(1);
    expect([await shop.key(), await shop.ping(old)]).toEqual([old, '200 2026-02-13']);
  });

  it('is rejected for an unknown licence', async () => {
    expect(await reissueLicence(shop.deps, { licenceId: 999_999, overlapDays: 7, ...because })).toEqual({
      status: 'refused',
      reason: 'unknown_licence',
    });
  });
});

describe('Granting a licence', () => {
  const grantOf = async (plan?: Plan) => ({
    userId: shop.userId,
    plan: plan ?? (await makePlan(shop.deps, 'OfficeLife')),
    until: day('2026-12-31'),
    seats: 5,
    ...because,
  });

  async function granted(): Promise<number> {
    const outcome = await grantLicence(shop.deps, await grantOf());
    if (outcome.status === 'refused') throw new Error(outcome.reason);
    return outcome.licenceId;
  }

  it('issues a key with the customer’s address and logs who granted it and why', async () => {
    const id = await granted();
    expect(await shop.deps.licences.findById(id)).toMatchObject({
      stream: expect.stringMatching(/^grant:[0-9a-f-]{36}$/),
      userId: shop.userId,
      status: 'granted',
      quantity: 5,
      startedOn: '2026-01-12',
      validUntil: '2026-12-31',
    });
    const its = await keyOf(shop.deps, id);
    expect(shop.deps.licenceCipher.open(its)).toMatchObject({
      purchaser_email: 'nora@example.test',
      quantity: 5,
      valid_until_at: '2026-12-31',
    });
    expect(await shop.ping(its)).toBe('200 2027-01-01');
    expect(
      (await shop.decisions()).map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) })),
    ).toEqual([
      expect.objectContaining({
        type: 'licence_granted',
        source: 'administrator',
        state: 'applied',
        userId: shop.userId,
        quantity: 5,
        until: '2026-12-31',
        ...because,
      }),
    ]);
  });

  it('creates a licence that can be extended, revoked, reinstated and reissued', async () => {
    const id = await granted();
    const grant = { licenceId: id, ...because };
    await extendLicence(shop.deps, { ...grant, until: day('2027-01-31') });
    await revokeLicence(shop.deps, grant);
    const reissued = await reissueLicence(shop.deps, { ...grant, overlapDays: 0 });
    if (reissued.status === 'refused') throw new Error(reissued.reason);
    expect(await shop.ping(reissued.key)).toBe('410 revoked');
    await reinstateLicence(shop.deps, grant);
    expect(await shop.ping(reissued.key)).toBe('200 2027-02-01');
    shop.portal.setNow('2027-02-01T00:00:00Z');
    expect(await shop.ping(reissued.key)).toBe('410 expired');
  });

  it('is rejected for a past day, for seats on a plan without seats, and without a reason', async () => {
    const grant = await grantOf();
    expect(await grantLicence(shop.deps, { ...grant, until: day('2026-01-11') })).toEqual({
      status: 'refused',
      reason: 'already_over',
    });
    expect(await grantLicence(shop.deps, { ...grant, plan: await makePlan(shop.deps) })).toEqual({
      status: 'refused',
      reason: 'not_per_seat',
    });
    expect(await grantLicence(shop.deps, { ...grant, reason: '' })).toEqual({
      status: 'refused',
      reason: 'no_reason',
    });
    expect(await shop.decisions()).toEqual([]);
    expect(await shop.select('SELECT id FROM licences')).toHaveLength(1);
  });
});
