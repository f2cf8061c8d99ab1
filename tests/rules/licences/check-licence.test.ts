/**
 * Tests when a licence is good: each rule of the contract on its own, then properties over random licences and days.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkLicence,
  type LicenceRules,
  type LicenceTerms,
  spanOf,
} from '#server/features/licences/licence-validity.ts';
import { addDays, CalendarDate, daysBetween } from '#shared/dates.ts';
import { LicenceStatus } from '#shared/licences/licences.ts';
import { someRuns } from '#tests/support/cases/some-of.ts';

const day = (text: string): CalendarDate => CalendarDate.parse(text);
const rules: LicenceRules = { graceDays: 7, nextCheckAfterDays: 1 };
const terms = (over: Partial<LicenceTerms> = {}): LicenceTerms => ({
  status: 'active',
  validUntil: day('2027-03-31'),
  pausedFrom: null,
  endsOn: null,
  ...over,
});
const check = (over: Partial<LicenceTerms>, today: string, over2: Partial<LicenceRules> = {}) =>
  checkLicence(terms(over), day(today), { ...rules, ...over2 });

describe('A licence that renews', () => {
  it.each(['active', 'trialing', 'past_due'] as const)(
    '%s: is good through the last paid day, with the next check on the day after',
    (status) => {
      const good = { status: 'good', standing: 'good', nextCheckOn: '2027-04-01' };
      expect(check({ status }, '2026-12-01')).toEqual(good);
      expect(check({ status }, '2027-03-31')).toEqual(good);
    },
  );

  it.each(['active', 'trialing', 'past_due'] as const)(
    '%s: stays good in grace, with the next check after the grace period',
    (status) => {
      const grace = { status: 'good', standing: 'grace', nextCheckOn: '2027-04-08' };
      expect(check({ status }, '2027-04-01')).toEqual(grace);
      expect(check({ status }, '2027-04-07')).toEqual(grace);
      expect(check({ status }, '2027-04-08')).toEqual({ status: 'ended', reason: 'expired' });
    },
  );

  it('ends on the day after the last paid day without grace days', () => {
    expect(check({}, '2027-04-01', { graceDays: 0 })).toEqual({ status: 'ended', reason: 'expired' });
  });

  it('is checked on the last paid day when nextCheckAfterDays is 0, but never today', () => {
    const asThePhpPortal = { nextCheckAfterDays: 0 };
    expect(check({}, '2027-03-30', asThePhpPortal)).toMatchObject({ nextCheckOn: '2027-03-31' });
    expect(check({}, '2027-03-31', asThePhpPortal)).toMatchObject({ nextCheckOn: '2027-04-01' });
    expect(check({}, '2027-04-01', asThePhpPortal)).toMatchObject({
      standing: 'grace',
      nextCheckOn: '2027-04-08',
    });
  });
});

describe("A licence that doesn't renew", () => {
  it('paused: is good through the later of the last paid day and the pause, without grace', () => {
    const paused = { status: 'paused', pausedFrom: day('2027-04-10') } as const;
    expect(check(paused, '2027-04-10')).toEqual({
      status: 'good',
      standing: 'ending',
      nextCheckOn: '2027-04-11',
    });
    expect(check(paused, '2027-04-11')).toEqual({ status: 'ended', reason: 'paused' });
    expect(check({ status: 'paused', pausedFrom: day('2027-01-01') }, '2027-03-31')).toMatchObject({
      nextCheckOn: '2027-04-01',
    });
    expect(check({ status: 'paused' }, '2027-04-01')).toEqual({ status: 'ended', reason: 'paused' });
  });

  it.each(['active', 'trialing', 'past_due'] as const)(
    '%s with a planned pause: is good through the later of the last paid day and the pause',
    (status) => {
      const pausing = { status, pausedFrom: day('2027-04-02') };
      const good = { status: 'good', standing: 'ending', nextCheckOn: '2027-04-03' };
      expect(check(pausing, '2027-03-01')).toEqual(good);
      expect(check(pausing, '2027-04-02')).toEqual(good);
      expect(check(pausing, '2027-04-03')).toEqual({ status: 'ended', reason: 'paused' });
      expect(check({ status, pausedFrom: day('2027-03-12') }, '2027-04-01')).toEqual({
        status: 'ended',
        reason: 'paused',
      });
    },
  );

  it('cancelled: is good through the later of the end date and the last paid day, without grace', () => {
    const cancelled = { status: 'cancelled', endsOn: day('2027-02-01') } as const;
    expect(check(cancelled, '2027-03-31')).toEqual({
      status: 'good',
      standing: 'ending',
      nextCheckOn: '2027-04-01',
    });
    expect(check(cancelled, '2027-04-01')).toEqual({ status: 'ended', reason: 'cancelled' });
    expect(check({ status: 'cancelled', endsOn: day('2027-05-01') }, '2027-05-01')).toMatchObject({
      nextCheckOn: '2027-05-02',
    });
  });

  it.each(['granted', 'one_off'] as const)('%s: is good through its last day, without grace', (status) => {
    expect(check({ status }, '2027-03-31')).toEqual({
      status: 'good',
      standing: 'good',
      nextCheckOn: '2027-04-01',
    });
    expect(check({ status }, '2027-04-01')).toEqual({ status: 'ended', reason: 'expired' });
  });

  it('refunded: is good through the last day paid and not refunded, without grace', () => {
    const refunded = {
      status: 'refunded',
      endsOn: day('2027-09-01'),
      pausedFrom: day('2027-09-01'),
    } as const;
    expect(check(refunded, '2027-03-31')).toEqual({
      status: 'good',
      standing: 'ending',
      nextCheckOn: '2027-04-01',
    });
    expect(check(refunded, '2027-04-01')).toEqual({ status: 'ended', reason: 'refunded' });
  });

  it('revoked: is not good, even on paid days', () => {
    expect(check({ status: 'revoked' }, '2026-01-01')).toEqual({ status: 'ended', reason: 'revoked' });
  });
});

describe('For any licence and any day', () => {
  const origin = day('2027-01-01');
  const anyDay = fc.integer({ min: -800, max: 800 }).map((count) => addDays(origin, count));
  const anyTerms: fc.Arbitrary<LicenceTerms> = fc.record({
    status: fc.constantFrom(...LicenceStatus.options),
    validUntil: anyDay,
    pausedFrom: fc.option(anyDay, { nil: null }),
    endsOn: fc.option(anyDay, { nil: null }),
  });
  const anyRules: fc.Arbitrary<LicenceRules> = fc.record({
    graceDays: fc.integer({ min: 0, max: 60 }),
    nextCheckAfterDays: fc.constantFrom(0, 1),
  });

  it('the next check of a good licence is after today', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, anyRules, (licence, today, its) => {
        const answer = checkLicence(licence, today, its);
        fc.pre(answer.status === 'good');
        expect(answer.nextCheckOn > today).toBe(true);
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('an ended licence stays ended on all later days', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, fc.nat(900), anyRules, (licence, today, later, its) => {
        fc.pre(checkLicence(licence, today, its).status === 'ended');
        expect(checkLicence(licence, addDays(today, later), its).status).toBe('ended');
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('a licence is good on every day paid and not refunded, unless it was revoked', () => {
    fc.assert(
      fc.property(anyTerms, fc.nat(400), anyRules, (licence, earlier, its) => {
        fc.pre(licence.status !== 'revoked');
        expect(checkLicence(licence, addDays(licence.validUntil, -earlier), its).status).toBe('good');
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('a revoked licence is never good', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, anyRules, (licence, today, its) => {
        expect(checkLicence({ ...licence, status: 'revoked' }, today, its)).toEqual({
          status: 'ended',
          reason: 'revoked',
        });
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('a longer paid period never ends the licence or moves its next check earlier', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, fc.nat(400), anyRules, (licence, today, more, its) => {
        const before = checkLicence(licence, today, its);
        const after = checkLicence({ ...licence, validUntil: addDays(licence.validUntil, more) }, today, its);
        fc.pre(before.status === 'good');
        expect(after.status).toBe('good');
        // Compares only licences that are both in grace or both not. During grace, the next check is at the end of the
        // grace period. A payment moves it to the end of the new period, which may be sooner.
        if (after.status === 'good' && (before.standing === 'grace') === (after.standing === 'grace')) {
          expect(after.nextCheckOn >= before.nextCheckOn).toBe(true);
        }
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('grace applies only to a licence that may still renew', () => {
    const renewing: readonly LicenceStatus[] = ['trialing', 'active', 'past_due'];
    fc.assert(
      fc.property(anyTerms, fc.integer({ min: 1, max: 900 }), anyRules, (licence, late, its) => {
        const today = addDays(licence.validUntil, late);
        const answer = checkLicence({ ...licence, pausedFrom: null, endsOn: null }, today, its);
        const isInGrace = renewing.includes(licence.status) && late <= its.graceDays;
        expect(answer.status).toBe(isInGrace ? 'good' : 'ended');
        if (answer.status === 'good') expect(answer.standing).toBe('grace');
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('the next check finds the licence in grace or ended', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, fc.integer({ min: 0, max: 60 }), (licence, today, graceDays) => {
        const its = { graceDays, nextCheckAfterDays: 1 };
        const answer = checkLicence(licence, today, its);
        fc.pre(answer.status === 'good');
        const then = checkLicence(licence, answer.nextCheckOn, its);
        const asks = then.status === 'good' ? then.standing : 'ended';
        expect(['grace', 'ended']).toContain(asks);
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('a licence that is not paid again is checked once, once more in grace, and once more with nextCheckAfterDays 0', () => {
    fc.assert(
      fc.property(anyTerms, anyDay, anyRules, (licence, today, its) => {
        const isRenewing = spanOf(licence, its).kind === 'renewing';
        const isPaid = isRenewing && today <= licence.validUntil;
        const beforeGrace = isPaid && its.graceDays > 0 ? 1 : 0;
        const onLastPaidDay = isPaid && its.nextCheckAfterDays === 0 && today < licence.validUntil ? 1 : 0;
        let checks = 0;
        let answer = checkLicence(licence, today, its);
        while (answer.status === 'good') {
          checks += 1;
          answer = checkLicence(licence, answer.nextCheckOn, its);
        }
        fc.pre(checks > 0);
        expect(checks).toBe(1 + beforeGrace + onLastPaidDay);
      }),
      { numRuns: someRuns(500) },
    );
  });

  it('the last good day is the worksThrough of the span', () => {
    fc.assert(
      fc.property(anyTerms, anyRules, (licence, its) => {
        const span = spanOf(licence, its);
        fc.pre(span.kind !== 'void');
        expect(checkLicence(licence, span.worksThrough, its).status).toBe('good');
        expect(checkLicence(licence, addDays(span.worksThrough, 1), its).status).toBe('ended');
        expect(daysBetween(licence.validUntil, span.worksThrough)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: someRuns(500) },
    );
  });
});
