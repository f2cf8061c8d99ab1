import { describe, expect, it } from 'vitest';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { reinstateLicence } from '#server/features/billing/decisions/reinstate-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { cancelledAlert } from '#tests/support/billing/alerts.ts';
import { day } from '#tests/support/billing/licences.ts';
import { useLicensedPortal } from '#tests/support/portal/licensed-portal.ts';

const shop = useLicensedPortal();

const by = 'command line';

const because = { by, reason: 'A good reason' } as const;

describe('Revoking and reinstating a licence', () => {
  it('takes effect at once, keeps the key, and logs who decided and why', async () => {
    const its = await shop.key();
    expect(await shop.ping(its)).toBe('200 2026-02-13');
    expect(
      await revokeLicence(shop.deps, { licenceId: shop.licenceId, by: 1, reason: 'Sold on' }),
    ).toMatchObject({
      status: 'done',
      licence: { status: 'revoked', subscriptionState: 'licence_revoked' },
    });
    expect(await shop.ping(its)).toBe('410 revoked');
    expect(
      await reinstateLicence(shop.deps, { licenceId: shop.licenceId, by, reason: 'Not sold on' }),
    ).toMatchObject({
      status: 'done',
      licence: { status: 'active', validUntil: '2026-02-12' },
    });
    expect(await shop.ping(its)).toBe('200 2026-02-13');
    const logged = await shop.decisions();
    expect(logged.map(({ payload, ...rest }) => ({ ...rest, ...JSON.parse(payload) }))).toEqual([
      { type: 'licence_revoked', state: 'applied', source: 'administrator', by: 1, reason: 'Sold on' },
      { type: 'licence_reinstated', state: 'applied', source: 'administrator', by, reason: 'Not sold on' },
    ]);
  });

  it('counts a renewal paid during a revocation without lifting the revocation', async () => {
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(shop.renewal());
    expect(await shop.ping(await shop.key())).toBe('410 revoked');
    await reinstateLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(await shop.ping(await shop.key())).toBe('200 2026-03-13');
  });

  it('applies decisions in order, even at the same instant or with a clock that is behind', async () => {
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    await reinstateLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(await shop.ping(await shop.key())).toBe('410 revoked');
    shop.portal.setNow('2026-01-11T09:20:00Z');
    await reinstateLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(await shop.ping(await shop.key())).toBe('200 2026-02-13');
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(await shop.ping(await shop.key())).toBe('410 revoked');
  });

  it('revokes once when several requests run concurrently', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => revokeLicence(shop.build(), { licenceId: shop.licenceId, ...because })),
    );
    expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(await shop.decisions()).toHaveLength(1);
  });

  it('rejects a missing reason, an unknown licence and a decision without effect, and logs none', async () => {
    expect(await revokeLicence(shop.deps, { licenceId: shop.licenceId, by, reason: ' ' })).toEqual({
      status: 'refused',
      reason: 'no_reason',
    });
    expect(await revokeLicence(shop.deps, { licenceId: 999_999, ...because })).toEqual({
      status: 'refused',
      reason: 'unknown_licence',
    });
    expect(await reinstateLicence(shop.deps, { licenceId: shop.licenceId, ...because })).toMatchObject({
      status: 'refused',
      reason: 'not_revoked',
      licence: { id: shop.licenceId },
    });
    expect(await shop.decisions()).toEqual([]);
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because })).toMatchObject({
      reason: 'already_revoked',
    });
  });
});

describe('Extending a licence', () => {
  it('keeps it working through that day and doesn’t shorten a later renewal', async () => {
    expect(
      await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day('2026-02-20') }),
    ).toMatchObject({
      status: 'done',
      licence: { status: 'active', validUntil: '2026-02-20' },
    });
    expect(await shop.ping(await shop.key())).toBe('200 2026-02-21');
    shop.portal.setNow('2026-02-12T10:00:00Z');
    await shop.portal.alert(shop.renewal());
    expect(await shop.ping(await shop.key())).toBe('200 2026-03-13');
  });

  it('outlasts a cancellation', async () => {
    await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day('2026-06-30') });
    await shop.portal.alert(cancelledAlert(shop.ours));
    shop.portal.setNow('2026-06-30T12:00:00Z');
    expect(await shop.ping(await shop.key())).toBe('200 2026-07-01');
    shop.portal.setNow('2026-07-01T00:00:00Z');
    expect(await shop.ping(await shop.key())).toBe('410 cancelled');
  });

  it('revives a licence that has ended', async () => {
    await shop.portal.alert(cancelledAlert(shop.ours));
    shop.portal.setNow('2026-03-01T12:00:00Z');
    expect(await shop.ping(await shop.key())).toBe('410 cancelled');
    await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day('2026-03-01') });
    expect(await shop.ping(await shop.key())).toBe('200 2026-03-02');
  });

  it.each([
    ['a day that is over', '2026-01-11', 'already_over'],
    ['a day that is paid already', '2026-02-12', 'not_later'],
    ['a day before that', '2026-02-01', 'not_later'],
  ])('is rejected for %s', async (_, until, reason) => {
    expect(
      await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day(until) }),
    ).toMatchObject({
      status: 'refused',
      reason,
    });
    expect(await shop.decisions()).toEqual([]);
  });

  it('is rejected up to the cancellation date and while the licence is revoked', async () => {
    await shop.portal.alert(cancelledAlert({ ...shop.ours, cancellation_effective_date: '2026-03-20' }));
    expect(
      await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day('2026-03-20') }),
    ).toMatchObject({
      reason: 'not_later',
    });
    await revokeLicence(shop.deps, { licenceId: shop.licenceId, ...because });
    expect(
      await extendLicence(shop.deps, { licenceId: shop.licenceId, ...because, until: day('2026-05-01') }),
    ).toMatchObject({
      reason: 'revoked',
    });
  });
});
