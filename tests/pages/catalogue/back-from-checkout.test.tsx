/** The way back from Paddle's checkout: waiting for the licence, and what the customer reads when it takes long. */
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, endedLicences, licenceStates, nora } from '#tests/pages/support/fixtures.ts';
import { holdLongTimers } from '#tests/pages/support/long-timers.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { payButton } from '#tests/support/billing/pay-button.ts';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

describe("Returning from Paddle's checkout", () => {
  it('waits for the licence and then shows its key', async () => {
    let paid = false;
    const server = signedIn({ 'licences.list': () => (paid ? [licenceStates.active] : []) });
    const { called } = await openPage('/monica?checkout=138-chre', { server });
    expect(await screen.findByRole('heading', { name: 'Your key is on its way' })).toBeVisible();
    paid = true;
    expect(
      await screen.findByText('Your licence is ready. Use the key below to activate Monica.'),
    ).toBeVisible();
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(called('licences.list').length).toBeGreaterThan(1);
  });

  it.each([
    ['from an older pay link', '&after=41', 42],
    ['that names the existing licences when the new one has a smaller ID', '&had=l41', 7],
  ])("doesn't take an existing licence for the new one (a URL %s)", async (_of, before, id) => {
    let paid = false;
    const server = signedIn({
      'licences.list': () => (paid ? [aLicence({ id }), licenceStates.active] : [licenceStates.active]),
    });
    await openPage(`/monica?checkout=138-chre${before}`, { server });
    expect(await screen.findByRole('heading', { name: 'Your key is on its way' })).toBeVisible();
    paid = true;
    expect(
      await screen.findByText(/^Your new licence is ready: “.+”\. It’s the first one below/),
    ).toBeVisible();
    expect(screen.getAllByRole('group', { name: 'Licence key' })).toHaveLength(2);
  });

  it('waits in the same way if the PHP portal opened the checkout', async () => {
    let paid = false;
    const server = signedIn({
      'licences.list': () => (paid ? [licenceStates.active] : [endedLicences.cancelled]),
    });
    const { address } = await openPage('/monica?refresh=true', { server });
    expect(await screen.findByRole('heading', { name: 'Your key is on its way' })).toBeVisible();
    paid = true;
    expect(
      await screen.findByText('Your licence is ready. Use the key below to activate Monica.'),
    ).toBeVisible();
    expect(address()).toBe('/monica');
  });

  it('offers no second purchase while it waits for one that the PHP portal opened', async () => {
    const pass = holdLongTimers();
    await openPage('/monica?refresh=true', { server: signedIn() });
    await screen.findByRole('heading', { name: 'Your key is on its way' });
    await act(async () => pass(120_000));
    expect(await screen.findByRole('heading', { name: 'Still waiting for Paddle' })).toBeVisible();
    expect(screen.queryByRole('button', payButton)).toBeNull();
  });

  it('explains after two minutes that the payment is safe and shows a contact address', async () => {
    const pass = holdLongTimers();
    await openPage('/monica?checkout=138-chre', { server: signedIn() });
    await screen.findByRole('heading', { name: 'Your key is on its way' });
    await act(async () => pass(120_000));
    expect(await screen.findByRole('heading', { name: 'Still waiting for Paddle' })).toBeVisible();
    expect(screen.getByText(/your payment is safe and Paddle has e-mailed you a receipt/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'help@example.com' })).toHaveAttribute(
      'href',
      'mailto:help@example.com',
    );
  });

  it("returns to the plans when the customer didn't complete the payment", async () => {
    const { user, address } = await openPage('/monica?checkout=138-chre', { server: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'I didn’t complete the payment' }));
    expect(await screen.findByRole('button', payButton)).toBeVisible();
    expect(address()).toBe('/monica');
  });
});
