/** Tests the history of a licence on its page: what happens next, the latest entries, and all of them. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aHistory } from '#tests/pages/support/a-history.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it('The history of a licence is loaded when it is unfolded, and shows the latest entries first', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence({ product: 'OfficeLife', quantity: 8 })],
    'billing.history': () => aHistory,
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
    expect.stringMatching(
      /^20 Aug 2026We replaced the key and set the old one to stop working on 27 Aug 2026, \d\d:00 \S+\.$/,
    ),
    '12 Apr 2026You bought this licence (yearly, 5 seats) for US$45.00.',
  ]);
  expect(screen.queryByRole('button', { name: 'Show all' })).not.toBeInTheDocument();
  expect(called('billing.history')).toEqual([{ licenceId: 41 }]);
});

it('A renewal that nothing is charged for is followed by what is known, or by that it isn’t known', async () => {
  const on = day('2026-12-12');
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence()],
    'billing.history': () => ({
      ...aHistory,
      next: [
        { kind: 'renews', on, amount: usd(0), isLaterUnknown: true },
        { kind: 'renews', on, amount: usd(0), isLaterUnknown: false },
        { kind: 'renews', on, amount: null, isLaterUnknown: false },
      ],
    }),
  });
  const { user } = await openPage('/monica', { server });
  await user.click(await screen.findByRole('heading', { name: 'History' }));
  const free = 'The licence renews. Nothing is charged';
  await screen.findByText(`${free} that day. The amount of the first payment after that isn’t known yet.`);
  expect(screen.getByText(`${free}.`)).toBeVisible();
  expect(screen.getByText('The licence renews.')).toBeVisible();
});

/** Returns the lists in the section of a heading. */
const listsOf = (heading: HTMLElement): HTMLElement[] => {
  const section = heading.closest('section');
  return section ? within(section).getAllByRole('list') : [];
};
