/** Tests the history of a licence on its page: what happens next, the latest entries, and all of them. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { LicenceHistory } from '#shared/billing/history.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const monthly = { planName: 'Monthly plan', frequency: 'Monthly' } as const;
const yearly = { planName: 'Yearly plan', frequency: 'Annual' } as const;

const history: LicenceHistory = {
  entries: [
    { kind: 'payment_failed', on: day('2026-11-12'), amount: usd(900), retryOn: day('2026-11-15') },
    { kind: 'seats_changed', on: day('2026-10-20'), by: 'customer', from: 5, to: 8, amount: usd(1_200) },
    { kind: 'plan_changed', on: day('2026-10-12'), by: 'paddle', from: yearly, to: monthly, amount: null },
    { kind: 'renewed', on: day('2026-09-12'), amount: usd(900), through: day('2026-10-12') },
    { kind: 'key_reissued', on: day('2026-08-20'), by: 'operator', oldKeysThrough: day('2026-08-27') },
    {
      ...{ kind: 'bought', on: day('2026-04-12'), plan: yearly, quantity: 5 },
      ...{ amount: usd(4_500), trialThrough: null },
    },
  ],
  olderCount: 0,
  next: [
    { kind: 'retry', on: day('2026-11-25'), amount: usd(900) },
    { kind: 'stops_unpaid', on: day('2026-12-19') },
  ],
};

it('The history of a licence is loaded when it is unfolded, and shows the latest entries first', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence({ product: 'OfficeLife', quantity: 8 })],
    'billing.history': () => history,
  });
  const { user, called } = await openPage('/officelife', { server });
  const heading = await screen.findByRole('heading', { name: 'History' });
  expect(called('billing.history')).toEqual([]);
  await user.click(heading);
  await screen.findByRole('heading', { name: 'What happens next' });
  const [next, past] = listsOf(heading);
  if (!next || !past) throw new Error('the history has two lists');
  const lines = (list: HTMLElement) =>
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent?.replaceAll('\u00a0', ' '));
  expect(lines(next)).toEqual([
    '25 Nov 2026Paddle tries to charge US$9.00 again.',
    '19 Dec 2026Last day of the licence, unless the payment is made.',
  ]);
  expect(lines(past)).toEqual([
    '12 Nov 2026A payment failed (US$9.00). Paddle’s next attempt was set for 15 November 2026.',
    '20 Oct 2026You changed the number of seats from 5 to 8. You paid US$12.00 for this.',
    '12 Oct 2026The plan was changed from yearly to monthly at Paddle.',
    '12 Sept 2026The licence was renewed for US$9.00. Valid until 12 October 2026.',
  ]);
  await user.click(screen.getByRole('button', { name: 'Show all' }));
  expect(lines(past).slice(4)).toEqual([
    '20 Aug 2026We replaced the key. The old one works until 27 August 2026.',
    '12 Apr 2026You bought this licence (yearly, 5 seats) for US$45.00.',
  ]);
  expect(screen.queryByRole('button', { name: 'Show all' })).not.toBeInTheDocument();
  expect(called('billing.history')).toEqual([{ licenceId: 41 }]);
});

/** Returns the lists in the section of a heading. */
const listsOf = (heading: HTMLElement): HTMLElement[] => {
  const section = heading.closest('section');
  return section ? within(section).getAllByRole('list') : [];
};
