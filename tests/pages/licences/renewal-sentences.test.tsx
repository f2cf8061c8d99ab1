/** Tests what a licence's page says about its next charges. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, nora, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { someOf } from '#tests/support/cases/some-of.ts';

/** Matches the end of a text, whichever kind of space it contains. */
const endsWith = (sentence: string) =>
  new RegExp(`${sentence.replace(/[.$]/g, '\\$&').replaceAll(' ', '\\s')}$`);

describe('After a change of plan or seats', () => {
  const stays = 'Your licence stays valid until 12 December 2026, even if you cancel.';
  it.each(
    someOf(
      [
        {
          licence: { nextCharge: usd(2_000), price: usd(4_000) },
          said: 'Renews for US$20.00 on 12 December 2026, after a credit or discount, then for US$40.00 per month.',
          facts: ['US$40.00 per month', '12 December 2026'],
        },
        {
          licence: {
            ...{ renewsOn: day('2026-11-30'), nextCharge: usd(0), price: usd(900) },
            firstCharge: { amount: usd(246), on: day('2027-08-30') },
          },
          said: `Your credit covers the renewals until 30 August 2027. You then pay about US$2.46. ${stays}`,
          facts: ['US$9.00 per month', '30 August 2027'],
        },
        {
          licence: { nextCharge: usd(4_040), price: usd(4_000) },
          said: 'Renews for US$40.40 on 12 December 2026, then for US$40.00 per month.',
          facts: ['US$40.00 per month'],
        },
        {
          licence: { nextCharge: usd(0), price: null },
          said: 'Renews on 12 December 2026. Nothing is charged that day. The amount of the first payment after that isn’t known yet.',
          facts: ['12 December 2026'],
        },
        {
          licence: { nextCharge: usd(0), price: usd(4_000) },
          said: 'Renews on 12 December 2026. Nothing is charged that day. The amount of the first payment after that isn’t known yet.',
          facts: ['US$40.00 per month', '12 December 2026'],
        },
        {
          licence: { nextCharge: usd(0), price: usd(0) },
          said: 'Renews on 12 December 2026. Nothing is charged that day.',
          facts: ['12 December 2026'],
        },
        {
          licence: { nextCharge: null, price: null },
          said: 'Renews on 12 December 2026.',
          facts: ['12 December 2026'],
        },
        {
          licence: { nextCharge: usd(700), price: null },
          said: 'Renews for US$7.00 on 12 December 2026.',
          facts: ['12 December 2026'],
        },
      ],
      2,
    ),
  )('the page says: $said', async ({ licence, said, facts }) => {
    await openPage('/monica', {
      server: fakeServer({ 'accounts.me': () => nora, 'licences.list': () => [aLicence(licence)] }),
    });
    expect(await screen.findByText(said)).toBeVisible();
    for (const fact of facts) expect(screen.getByText(fact)).toBeVisible();
    expect(screen.getByRole('img')).toHaveAccessibleName(endsWith(said));
    expect(screen.queryByText(/US\$0\.00/)).not.toBeInTheDocument();
  });
});
