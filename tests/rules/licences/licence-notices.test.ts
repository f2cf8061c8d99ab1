/** Tests the rules that decide which notices a licence needs. */
import { describe, expect, it } from 'vitest';
import { noticesOf } from '#server/features/licences/licence-notices.ts';
import { type LicenceTerms, validityOf } from '#server/features/licences/licence-validity.ts';
import {
  noSubscription,
  type SubscriptionOfLicence,
} from '#server/features/licences/subscription-of-licence.ts';
import { addDays, CalendarDate } from '#shared/dates.ts';
import { byUrgency } from '#shared/licences/notices.ts';

const day = (text: string) => CalendarDate.parse(text);
const paid = day('2027-03-10');
const usd = (minor: number) => ({ minor, currency: 'USD' });
const rules = { graceDays: 7, nextCheckAfterDays: 1 };
const cardPage = 'https://checkout.example.com/update';
const unpaid = { overdue: { amount: usd(900) }, nextRetryOn: day('2027-03-13'), cardPage };

type Changes = Partial<LicenceTerms & SubscriptionOfLicence>;

/** Returns the notices of a licence that is paid through 10 March. */
function notices(changes: Changes, today: string, stopping: Date[] = []) {
  const licence: LicenceTerms & SubscriptionOfLicence = {
    ...noSubscription,
    status: 'active',
    validUntil: paid,
    pausedFrom: null,
    endsOn: null,
    ...changes,
  };
  return noticesOf({
    ...{ licence, oldKeys: { stopping, lasting: 0 }, today: day(today) },
    validity: validityOf(licence, day(today), rules),
  });
}
const kinds = (changes: Changes, today: string) => notices(changes, today).map(({ kind }) => kind);

describe('A licence that renews', () => {
  it('needs no notice', () => {
    expect(notices({}, '2027-03-10')).toEqual([]);
    expect(notices({ status: 'trialing' }, '2027-03-10')).toEqual([]);
  });

  it.each(['revoked', 'cancelled', 'granted', 'one_off', 'refunded'] as const)(
    'needs none either after it has ended as %s',
    (status) => expect(notices({ status }, '2027-03-11')).toEqual([]),
  );
});

describe('An unpaid licence', () => {
  it('is overdue before and in the grace period, and says what Paddle tries again and when', () => {
    const failed = { amount: usd(900), retryOn: '2027-03-13', cardPage };
    const through = '2027-03-17';
    expect(notices({ status: 'past_due', ...unpaid }, '2027-03-10')).toEqual([
      { kind: 'overdue', dueOn: null, through, ...failed },
    ]);
    expect(notices({ status: 'past_due', ...unpaid }, '2027-03-11')).toEqual([
      { kind: 'overdue', dueOn: '2027-03-10', through, ...failed },
    ]);
  });

  it('is overdue in the grace period even if no failed payment was reported', () => {
    expect(notices({}, '2027-03-11')).toEqual([
      {
        ...{ kind: 'overdue', dueOn: '2027-03-10', through: '2027-03-17' },
        ...{ amount: null, retryOn: null, cardPage: null },
      },
    ]);
  });

  it('names no day of an attempt that has passed', () => {
    expect(notices({ status: 'past_due', ...unpaid }, '2027-03-13')).toMatchObject([
      { retryOn: '2027-03-13' },
    ]);
    expect(notices({ status: 'past_due', ...unpaid }, '2027-03-14')).toMatchObject([
      { kind: 'overdue', retryOn: null },
    ]);
  });

  it('has lapsed after the grace period', () => {
    expect(notices({ status: 'past_due', ...unpaid, nextRetryOn: day('2027-03-19') }, '2027-03-18')).toEqual([
      {
        ...{ kind: 'lapsed', dueOn: '2027-03-10', through: '2027-03-17' },
        ...{ amount: usd(900), retryOn: '2027-03-19', cardPage },
      },
    ]);
  });

  it("doesn't ask for the payment of a licence that the customer has bought again since", () => {
    expect(notices({ status: 'past_due', ...unpaid, isReplaced: true }, '2027-03-18')).toEqual([]);
  });

  it('was paused by Paddle: its end is not announced as well', () => {
    const paused = { status: 'paused', pausedFrom: paid, pausedReason: 'delinquent', ...unpaid } as const;
    const failed = { amount: usd(900), retryOn: '2027-03-13', cardPage, through: '2027-03-10' };
    expect(notices(paused, '2027-03-09')).toEqual([{ kind: 'paused_unpaid', hasEnded: false, ...failed }]);
    expect(notices(paused, '2027-03-11')).toEqual([{ kind: 'paused_unpaid', hasEnded: true, ...failed }]);
  });
});

describe('A licence that ends', () => {
  it.each([
    ['cancelled', { status: 'cancelled', endsOn: paid }],
    ['paused', { status: 'paused', pausedFrom: paid, pausedReason: 'voluntary' }],
    ['paused', { status: 'active', pausedFrom: paid, pausedReason: 'voluntary' }],
    ['refunded', { status: 'refunded' }],
    ['fixed', { status: 'granted' }],
    ['fixed', { status: 'one_off' }],
  ] as const)('says so two weeks before (%s: %j)', (cause, changes) => {
    expect(notices(changes, addDays(paid, -15))).toEqual([]);
    const notice = { kind: 'ending', through: paid, cause };
    expect(notices(changes, addDays(paid, -14))).toEqual([notice]);
    expect(notices(changes, paid)).toEqual([notice]);
    expect(notices(changes, addDays(paid, 1))).toEqual([]);
  });

  it('says nothing any longer once the subscription goes on', () => {
    expect(kinds({ status: 'cancelled' }, '2027-03-09')).toEqual(['ending']);
    expect(kinds({ status: 'active' }, '2027-03-09')).toEqual([]);
  });
});

describe('A licence that was refunded or revoked', () => {
  const chargedOn = day('2027-04-10');
  const cancelPage = 'https://checkout.example.com/cancel';

  it.each(['refunded', 'revoked'] as const)('is %s: says so as long as Paddle charges for it', (why) => {
    const notice = { kind: 'still_charged', why, chargedOn, cancelPage };
    const charged = { status: why, nextBillOn: chargedOn, cancelPage };
    expect(notices(charged, '2027-03-11')).toEqual([notice]);
    expect(notices({ ...charged, cancelPage: null }, '2027-03-11')).toEqual([
      { ...notice, cancelPage: null },
    ]);
    expect(notices({ ...charged, nextBillOn: null }, '2027-03-11')).toEqual([]);
    expect(notices({ ...charged, status: 'cancelled' }, '2027-03-11')).toEqual([]);
    expect(notices({ ...charged, pausedFrom: chargedOn }, '2027-03-11')).toEqual([]);
  });

  it('names no day of a charge that has passed, but the next attempt if one is planned', () => {
    const overdue = { status: 'revoked', nextBillOn: paid, nextRetryOn: day('2027-03-13') } as const;
    const named = (today: string) =>
      notices(overdue, today).map((one) => 'chargedOn' in one && one.chargedOn);
    expect(named('2027-03-10')).toEqual(['2027-03-13']);
    expect(named('2027-03-13')).toEqual(['2027-03-13']);
    expect(named('2027-03-14')).toEqual([null]);
    expect(notices({ ...overdue, nextRetryOn: null }, '2027-03-10')).toMatchObject([{ chargedOn: paid }]);
  });
});

describe('Notices', () => {
  it('come in order of urgency', () => {
    expect(kinds({ status: 'past_due', isDuplicate: true, ...unpaid }, '2027-03-12')).toEqual([
      'overdue',
      'two_payments',
    ]);
    expect(kinds({ status: 'refunded', isDuplicate: true }, '2027-03-10')).toEqual([
      'two_payments',
      'ending',
    ]);
  });

  it('of several licences are ordered by kind, then by day', () => {
    const of = (changes: Changes, today = '2027-03-12') => notices(changes, today);
    const all = [
      ...of({ status: 'cancelled' }, '2027-03-10'),
      ...of({ isDuplicate: true }, '2027-03-10'),
      ...of({ status: 'past_due', ...unpaid }),
      ...of({ status: 'past_due', ...unpaid, validUntil: day('2027-03-09') }),
      ...of({ status: 'past_due', ...unpaid, validUntil: day('2027-03-01') }),
    ];
    expect(all.sort(byUrgency).map((notice) => [notice.kind, 'through' in notice && notice.through])).toEqual(
      [
        ['lapsed', '2027-03-08'],
        ['overdue', '2027-03-16'],
        ['overdue', '2027-03-17'],
        ['two_payments', false],
        ['ending', '2027-03-10'],
      ],
    );
  });
});

describe('A licence with replaced keys', () => {
  const next = new Date('2027-03-08T10:00:00Z');

  it('says so once, as long as one of them still works', () => {
    expect(notices({}, '2027-03-02', [next, next])).toEqual([{ kind: 'key_replaced' }]);
    expect(notices({}, '2027-03-02')).toEqual([]);
  });

  it('says nothing about them once the licence has ended', () => {
    expect(notices({ status: 'revoked' }, '2027-03-02', [next])).toEqual([]);
  });
});
