/** Tests copying a key that is still being fetched, and how several licences are numbered. */
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

it('The key is passed to the clipboard as a promise during the click, as Safari requires', async () => {
  let answer: (key: string) => void = () => undefined;
  const key = new Promise<{ key: string }>((resolve) => {
    answer = (text) => resolve({ key: text });
  });
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence()],
    'licences.revealKey': () => key,
  });
  const { user } = await openPage('/monica', { server });
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
  await user.click(await screen.findByRole('button', { name: 'Copy' }));
  await waitFor(() => expect(given).toHaveLength(1));
  expect(screen.queryByText('Key copied.')).not.toBeInTheDocument();
  answer('the-key');
  expect(await screen.findByText('Key copied.')).toBeInTheDocument();
  const blob = await given[0]?.['text/plain'];
  expect([blob?.type, blob?.size]).toEqual(['text/plain', 'the-key'.length]);
});

it("Licences are numbered in order of purchase, and a new purchase doesn't renumber them", async () => {
  const first = aLicence({ id: 41, validUntil: day('2026-12-12') });
  const second = aLicence({ id: 42, validUntil: day('2026-12-24') });
  // The server lists the newest licence first.
  const server = fakeServer({ 'accounts.me': () => nora, 'licences.list': () => [second, first] });
  const { portal } = await openPage('/monica', { server });
  const numbers = () =>
    screen
      .getAllByRole('heading', { name: /Licence \d/ })
      .map((each) => /Licence (\d)/.exec(each.textContent)?.[1]);
  await screen.findByRole('heading', { name: /Licence 2/ });
  expect(numbers()).toEqual(['2', '1']);
  server.answers['licences.list'] = () => [aLicence({ id: 43 }), second, first];
  await portal.queryClient.invalidateQueries();
  await screen.findByRole('heading', { name: /Licence 3/ });
  expect(numbers()).toEqual(['3', '2', '1']);
});
