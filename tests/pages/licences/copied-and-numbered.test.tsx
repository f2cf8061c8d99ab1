/** Tests copying a key that is still being fetched, and how several licences are named. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it.each([
  ['/monica', /^Copy$/],
  ['/dashboard', /^Copy key.*Monica, Monthly/],
])(
  'The key is passed to the clipboard as a promise during the click, as Safari requires (%s)',
  async (page, name) => {
    let answer: (key: string) => void = () => undefined;
    const key = new Promise<{ key: string }>((resolve) => {
      answer = (text) => resolve({ key: text });
    });
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'licences.revealKey': () => key,
    });
    const { user } = await openPage(page, { server });
    const given: Record<string, Promise<Blob>>[] = [];
    vi.stubGlobal(
      'ClipboardItem',
      class {
        constructor(items: Record<string, Promise<Blob>>) {
          given.push(items);
        }
      },
    );
    vi.spyOn(navigator.clipboard, 'write').mockImplementation(async () => {
      await given[0]?.['text/plain'];
    });
    await user.click(await screen.findByRole('button', { name }));
    await waitFor(() => expect(given).toHaveLength(1));
    expect(screen.queryByText('Key copied.')).not.toBeInTheDocument();
    answer('the-key');
    expect(await screen.findByText('Key copied.')).toBeInTheDocument();
    const blob = await given[0]?.['text/plain'];
    expect([blob?.type, blob?.size]).toEqual(['text/plain', 'the-key'.length]);
  },
);

it('If the browser refuses to copy, the home page says where the key can be copied', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence()],
    'licences.revealKey': () => ({ key: 'the-key' }),
  });
  const { user } = await openPage('/dashboard', { server });
  vi.spyOn(navigator.clipboard, 'write').mockRejectedValue(new Error('refused'));
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('refused'));
  await user.click(await screen.findByRole('button', { name: /^Copy key/ }));
  expect(
    await screen.findByText(/Your browser blocked copying\. Copy the key on the licence’s page/),
  ).toBeVisible();
  expect(screen.queryByText('the-key')).not.toBeInTheDocument();
});

it('Licences are named by what they are and when they were bought, and keep their names', async () => {
  const one = { product: 'OfficeLife', quantity: 12, startedOn: day('2026-03-01') } as const;
  const first = aLicence({ id: 41, ...one });
  const second = aLicence({ id: 42, ...one, frequency: 'Annual' });
  const twin = aLicence({ id: 43, ...one });
  const granted = aLicence({ id: 44, ...one, status: 'granted', quantity: 1 });
  // The server lists the newest licence first.
  const server = fakeServer({ 'accounts.me': () => nora, 'licences.list': () => [second, first] });
  const { portal } = await openPage('/officelife', { server });
  const names = () =>
    screen
      .getAllByRole('heading', { level: 2 })
      .map((each) => each.textContent?.replaceAll('\u00a0', ' '))
      .filter((each) => /2026/.test(each ?? ''));
  const kept = ['Yearly, 12 seats, bought on 1 March 2026', 'Monthly, 12 seats, bought on 1 March 2026'];
  await screen.findByRole('heading', { name: /^Yearly, 12 seats/ });
  expect(names()).toEqual(kept);
  server.answers['licences.list'] = () => [granted, twin, second, first];
  await portal.queryClient.invalidateQueries();
  await screen.findByRole('heading', { name: /^Monthly, 1 seat,/ });
  expect(names()).toEqual([
    'Monthly, 1 seat, granted on 1 March 2026',
    'Monthly, 12 seats, bought on 1 March 2026 (2)',
    ...kept,
  ]);
  // The later twin keeps its number when the first one ends.
  server.answers['licences.list'] = () => [twin, second, { ...first, standing: 'ended' }];
  await portal.queryClient.invalidateQueries();
  await waitFor(() => expect(names()).toHaveLength(2));
  expect(names()[0]).toBe('Monthly, 12 seats, bought on 1 March 2026 (2)');
});
