/** Tests the dialog in which customers cancel their subscription. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { preview, progress } from '#tests/pages/support/change-fixtures.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, licenceStates, nora, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

describe('Cancelling', () => {
  it.each(['', 'Too many contacts'])(
    'works with the reason %j, and says until when the licence is valid',
    async (reason) => {
      const server = fakeServer({
        'accounts.me': () => nora,
        'licences.list': () => [aLicence()],
        'billing.changes.preview': () =>
          preview({
            ...{
              kind: 'cancel',
              today: usd(0),
              worksThrough: day('2026-12-12'),
              needsReauthentication: false,
            },
            // Neither is known, because cancelling asks Paddle for no amount.
            before: { ...preview().before, next: null },
            after: { ...preview().after, next: null },
          }),
        'billing.changes.request': () => progress({ kind: 'cancel', quantity: null }),
      });
      const { user } = await openPage('/monica', { server });
      await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
      const dialog = await screen.findByRole('dialog', { name: 'Cancel your Monica subscription?' });
      expect(
        await within(dialog).findByText(/valid until the end of 12\sDecember 2026. Nothing more is charged/),
      ).toBeVisible();
      expect(within(dialog).getAllByText('No further payments')).toHaveLength(1);
      if (reason) await user.type(within(dialog).getByRole('textbox'), reason);
      await user.click(within(dialog).getByRole('button', { name: 'Cancel subscription' }));
      await waitFor(() => expect(dialog).toHaveAccessibleName('Your subscription is cancelled'));
      expect(within(dialog).getByText(/valid until the end of 12\sDecember 2026/)).toBeVisible();
      expect(within(dialog).getByText(/choose “Keep my licence”/)).toBeVisible();
      expect(server.calls.find(({ path }) => path === 'billing.changes.request')?.input).toMatchObject({
        change: reason ? { kind: 'cancel', reason } : { kind: 'cancel' },
      });
    },
  );

  it.each([
    ['credit', /credit from an earlier change.*this portal doesn’t pay it out/],
    ['reduction', /credit or a discount lowers your next payments.*this portal doesn’t pay it out/],
  ] as const)('says what becomes of a %s that lowers the next payments', async (lapses, said) => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'billing.changes.preview': () =>
        preview({ kind: 'cancel', today: usd(0), worksThrough: day('2026-12-12'), lapses }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
    expect(await screen.findByText(said)).toBeVisible();
  });

  it('leads to Paddle’s page when the possible changes can’t be loaded', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence()],
      'billing.changes.options': () => {
        throw new AppError('paddle_unavailable', 'for this test');
      },
    });
    await openPage('/monica', { server });
    expect(
      await screen.findByRole('link', { name: /Cancel subscription/ }, { timeout: 10_000 }),
    ).toHaveAttribute('href', aLicence().cancelPage);
  });
});

it('A refunded licence that Paddle still charges can be cancelled', async () => {
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [{ ...licenceStates.refunded, cancelPage: 'https://checkout.example.com/cancel' }],
  });
  await openPage('/monica', { server });
  expect(await screen.findByRole('button', { name: /Cancel subscription/ })).toBeVisible();
});
