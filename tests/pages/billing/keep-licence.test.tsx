/** Tests how customers continue a subscription that was cancelled or has ended. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { changeId, keepPreview, progress } from '#tests/pages/support/change-fixtures.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { anEndedLicence, day, licenceStates, nora, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

describe('Keeping a licence', () => {
  it('says that nothing is charged today, and leads to Paddle', async () => {
    const goTo = vi.spyOn(browser, 'goTo').mockImplementation(() => undefined);
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.keep.start': () => ({
        ...{ status: 'link', changeId, url: 'https://checkout.example.com/pay/1' },
        expiresOn: day('2026-11-23'),
      }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'Keep my licence' }));
    const dialog = await screen.findByRole('dialog', { name: 'Keep your Monica licence?' });
    const sentence = await within(dialog).findByText(/^You pay nothing today/);
    // One date with one meaning.
    expect(sentence.textContent.match(/12\sDecember 2026/g)).toHaveLength(1);
    expect(within(dialog).getByText(/^Your plan stays the same: monthly\. Your licence key/)).toBeVisible();
    expect(within(dialog).getByText(/^This is the price for your country \(United States\)/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Continue to Paddle' }));
    await waitFor(() => expect(goTo).toHaveBeenCalledWith('https://checkout.example.com/pay/1'));
    expect(server.calls.find(({ path }) => path === 'billing.changes.keep.start')?.input).toMatchObject({
      shown: { payment: 'later', today: usd(0) },
    });
    goTo.mockRestore();
  });

  it('says that the plan the customer had is no longer sold, and which one follows', async () => {
    const replaced = { ...keepPreview, frequency: 'Annual' as const, replacesPlan: true };
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: replaced }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'Keep my licence' }));
    const said =
      /^The plan you had is no longer sold\. You’d start again with this one: yearly\. Your licence key/;
    expect(await screen.findByText(said)).toBeVisible();
  });

  it('shows changed amounts again before the customer leaves', async () => {
    const charged = {
      ...{ ...keepPreview, payment: 'today' as const, today: usd(900), daysPaidTwice: 19 },
      priceSource: 'plan' as const,
    };
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.keep.start': () => ({ status: 'terms_changed', preview: charged }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'Keep my licence' }));
    await user.click(await screen.findByRole('button', { name: 'Continue to Paddle' }));
    expect(await screen.findByText(/The amounts have changed/)).toBeVisible();
    expect(screen.getByText(/You pay about US\$9\.00 today/)).toBeVisible();
    // The portal's own prices aren't those of a country.
    expect(screen.queryByText(/the price for your country/)).not.toBeInTheDocument();
    expect(screen.getByText(/19 days that you’ve already paid for are charged again/)).toBeVisible();
  });

  it.each([
    ['before its last days', []],
    [
      'in its last days',
      [{ kind: 'ending', cause: 'cancelled', through: licenceStates.cancelled.worksThrough }],
    ],
  ] as const)('is not offered for a cancelled trial %s, but plans are', async (_case, notices) => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [{ ...licenceStates.cancelled, lastPaid: null, notices: [...notices] }],
    });
    await openPage('/monica', { server });
    const offers = await screen.findAllByRole('link', { name: /^View plans/ });
    expect(offers.map((offer) => offer.getAttribute('href'))).toEqual(
      Array.from({ length: 2 }, () => '/monica?buy=another'),
    );
    expect(screen.queryByRole('button', { name: /Keep my licence/ })).not.toBeInTheDocument();
  });

  it('is reported until the customer cancels again', async () => {
    let licence: LicenceView = licenceStates.active;
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licence],
      'billing.changes.status': () => progress({ kind: 'keep', quantity: null, licenceId: licence.id }),
    });
    const { portal } = await openPage(`/monica?kept=${changeId}`, { server });
    const text = /Your Monica subscription continues with the same key/;
    expect(await screen.findByText(text)).toBeVisible();
    licence = licenceStates.cancelled;
    await portal.queryClient.invalidateQueries();
    expect(await screen.findByRole('button', { name: 'Keep my licence' })).toBeVisible();
    expect(screen.queryByText(text)).not.toBeInTheDocument();
  });

  it('is offered after the end too, and the page says when it is done', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [anEndedLicence({ status: 'cancelled' })],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
      'billing.changes.status': () => progress({ kind: 'keep', quantity: null }),
    });
    const { address } = await openPage(`/monica?kept=${changeId}`, { server });
    expect(await screen.findByRole('button', { name: 'Start again with the same key' })).toBeVisible();
    expect(await screen.findByText(/Your Monica subscription continues with the same key/)).toBeVisible();
    await waitFor(() => expect(address()).toBe('/monica'));
  });
});
