/** Tests what a licence's page says about the last check of its key. */
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

/** Matches the sentence, whichever kind of space it contains. */
const spaced = (sentence: string) =>
  new RegExp(`^${sentence.replace(/[.?$]/g, '\\$&').replaceAll(' ', '\\s')}$`);

it.each([
  [
    { nextCheckOn: day('2026-12-13'), endReason: null, isOverdue: false },
    'Monica last checked your licence on 13 November 2026: it was valid. The next check is due on 13 December 2026.',
  ],
  [
    { nextCheckOn: day('2026-11-21'), endReason: null, isOverdue: true },
    'Monica hasn’t checked your licence since 13 November 2026, although a check was due on 21 November 2026. If Monica is locked, paste the key there again.',
  ],
  [
    { nextCheckOn: null, endReason: 'paused', isOverdue: false },
    'Monica last checked your licence on 13 November 2026, when it had ended: the subscription was paused.',
  ],
  [
    { nextCheckOn: null, endReason: 'expired', isOverdue: true },
    'Monica hasn’t checked your licence since 13 November 2026, when it had ended: it hadn’t been renewed. The licence is valid again; paste the key in Monica once more.',
  ],
] as const)(
  'A licence’s page says when the key was last checked, and what to do if it was long ago (%#)',
  async (ping, sentence) => {
    const lastPing = { at: new Date('2026-11-13T09:00:00Z'), ...ping };
    const server = fakeServer({ 'accounts.me': () => nora, 'licences.list': () => [aLicence({ lastPing })] });
    await openPage('/monica', { server });
    expect(await screen.findByText(spaced(sentence))).toBeVisible();
  },
);

it('A licence’s page says nothing about checks before the first one', async () => {
  const server = fakeServer({ 'accounts.me': () => nora, 'licences.list': () => [aLicence()] });
  await openPage('/monica', { server });
  expect(await screen.findByText('Already in use? Then there is nothing to do.')).toBeVisible();
  expect(screen.queryByText(/recorded|last checked|hasn’t checked/)).not.toBeInTheDocument();
});
