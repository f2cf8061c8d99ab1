/** Tests acts of administrators on a customer's licences: what each dialog says before, sends, and says afterwards. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AdministratorRole } from '#shared/administration/roles.ts';
import type { AdministratorsLicence } from '#shared/customer-details.ts';
import { aHistory } from '#tests/pages/support/a-history.ts';
import {
  aCustomersDetails,
  administration,
  anAdministratorsLicence,
  aSubscription,
  maya,
} from '#tests/pages/support/administration.ts';
import { type Answers, done, refuse } from '#tests/pages/support/fake-server.ts';
import { day, usd } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { aListedPlan } from './plans/plan-fixtures.ts';

const withLicence = (licence: AdministratorsLicence) => ({
  ...{ ...aCustomersDetails(), licences: [licence], subscriptions: [aSubscription()] },
});

async function openCustomer(licence = anAdministratorsLicence(), answers: Partial<Answers> = {}) {
  const server = administration({ 'administration.customers.find': () => withLicence(licence), ...answers });
  const page = await openPage('/administration/customers/7', { server });
  const { user } = page;
  await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
  const menu = () => screen.getByRole('button', { name: 'Actions for Monica, licence 41' });
  return {
    ...page,
    menu,
    async choose(act: string) {
      await user.click(menu());
      await user.click(await screen.findByRole('menuitem', { name: act }));
      return screen.findByRole('dialog');
    },
    async carryOut(dialog: HTMLElement, act: string, reason = 'She asked for it') {
      await page.fill(within(dialog).getByLabelText('Reason'), reason);
      await user.click(within(dialog).getByRole('button', { name: act }));
    },
  };
}

describe('Granting a licence', () => {
  it('says what the customer gets, until when, and sends it once', async () => {
    const { user, fill, called } = await openCustomer(undefined, {
      'administration.licences.grant': () => ({ licenceId: 77 }),
    });
    await user.click(screen.getByRole('button', { name: 'Grant a licence' }));
    const dialog = await screen.findByRole('dialog', { name: 'Grant Nora Lindqvist a licence' });
    // Three months from the server's day.
    expect(dialog).toHaveTextContent('a licence for Monica that works through 23 February 2027');
    expect(within(dialog).queryByLabelText('Seats')).not.toBeInTheDocument();
    await user.selectOptions(within(dialog).getByLabelText('Product'), 'OfficeLife');
    const seats = within(dialog).getByRole('spinbutton', { name: /seats/i });
    await user.clear(seats);
    await fill(seats, '5');
    await user.click(within(dialog).getByRole('button', { name: '12 months' }));
    expect(dialog).toHaveTextContent('OfficeLife that works through 23 November 2027');
    await fill(within(dialog).getByLabelText('Reason'), 'Writes about us');
    await user.click(within(dialog).getByRole('button', { name: 'Grant a licence' }));
    expect(
      await screen.findByText('The licence is granted. It works through 23 November 2027.'),
    ).toBeVisible();
    expect(called('administration.licences.grant')).toEqual([
      {
        ...{ customerId: 7, planId: expect.any(Number), until: '2027-11-23', seats: 5 },
        ...{ requestId: expect.stringMatching(/^[0-9a-f]{32}$/), reason: 'Writes about us' },
      },
    ]);
    await waitFor(() => expect(called('administration.customers.find').length).toBeGreaterThan(1));
  });

  it('can be for a plan that is no longer sold, which is last and says so', async () => {
    const [sold, retired] = [
      aListedPlan(),
      aListedPlan({ id: 4, friendlyName: 'Early bird', retiredAt: new Date() }),
    ];
    const { user } = await openCustomer(undefined, {
      'administration.plans.list': () => [retired, sold],
    });
    await user.click(screen.getByRole('button', { name: 'Grant a licence' }));
    const choice = await screen.findByLabelText('Plan');
    expect(
      within(choice)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual([...['Monthly plan', 'Early bird (no longer sold)']]);
  });

  it('sends nothing for a day that is over, and says why at the field', async () => {
    const { user, fill, called } = await openCustomer();
    await user.click(screen.getByRole('button', { name: 'Grant a licence' }));
    const dialog = await screen.findByRole('dialog');
    const until = within(dialog).getByLabelText('Last day');
    await user.clear(until);
    await fill(until, '2026-11-22');
    await fill(within(dialog).getByLabelText('Reason'), 'Writes about us');
    await user.click(within(dialog).getByRole('button', { name: 'Grant a licence' }));
    expect(await within(dialog).findByText('Choose a day from today on.')).toBeVisible();
    expect(called('administration.licences.grant')).toEqual([]);
  });
});

describe('A decision about a licence', () => {
  it('that extends it says until when it works now and then', async () => {
    const { choose, carryOut, called } = await openCustomer(undefined, {
      'administration.licences.extend': () => done,
    });
    const dialog = await choose('Extend');
    expect(dialog).toHaveTextContent('It works through 19 December 2026 now.');
    expect(dialog).toHaveTextContent('It will work through 12 January 2027 at least, whatever is paid.');
    await carryOut(dialog, 'Extend');
    expect(await screen.findByText('The licence now works through 12 January 2027 at least.')).toBeVisible();
    expect(called('administration.licences.extend')).toEqual([
      { customerId: 7, licenceId: 41, until: '2027-01-12', reason: 'She asked for it' },
    ]);
  });

  it('that revokes it says that Paddle goes on charging, and the focus returns to the menu', async () => {
    let licence = anAdministratorsLicence();
    const { user, choose, carryOut, called, menu } = await openCustomer(undefined, {
      'administration.customers.find': () => withLicence(licence),
      'administration.licences.revoke': () => {
        licence = anAdministratorsLicence({
          ...{ status: 'revoked', standing: 'ended', renewsOn: null },
          revocation: {
            ...{ at: new Date('2026-11-23T10:00:00Z'), by: { id: 3, name: 'Maya Okafor' } },
            reason: 'The key was sold',
          },
        });
        return done;
      },
    });
    const dialog = await choose('Revoke');
    expect(dialog).toHaveTextContent('The key stops working at once');
    expect(dialog).toHaveTextContent('Paddle goes on charging');
    await carryOut(dialog, 'Revoke', 'The key was sold');
    expect(await screen.findByText('The licence is revoked. Its key no longer works.')).toBeVisible();
    expect(called('administration.licences.revoke')).toEqual([
      { customerId: 7, licenceId: 41, reason: 'The key was sold' },
    ]);
    await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    expect(
      await screen.findByText(/Doesn’t work: revoked on .* by Maya Okafor. Reason: The key was sold/),
    ).toBeVisible();
    await waitFor(() => expect(menu()).toHaveFocus());
    await user.click(menu());
    expect(await screen.findByRole('menuitem', { name: 'Reinstate' })).toBeVisible();
    expect(screen.queryByRole('menuitem', { name: 'Extend' })).not.toBeInTheDocument();
  });

  it('that is refused says so in words for an administrator', async () => {
    const { choose, carryOut } = await openCustomer(undefined, {
      'administration.licences.extend': () => refuse('licence_revoked'),
    });
    const dialog = await choose('Extend');
    await carryOut(dialog, 'Extend');
    expect(await within(dialog).findByText('This licence is revoked. Reinstate it first.')).toBeVisible();
  });
});

describe('The key of a licence', () => {
  const preview = { keyId: 71, refusal: null, oldKeysUntil: new Date('2026-11-30T10:00:00Z') };

  it('is replaced without being shown, at once or later', async () => {
    const { user, choose, carryOut, called } = await openCustomer(undefined, {
      'administration.licences.previewReissue': () => preview,
      'administration.licences.reissue': () => done,
    });
    const dialog = await choose('Replace key');
    expect(await within(dialog).findByText(/which only they are shown/)).toBeVisible();
    expect(within(dialog).getByText(/The old key works until 30 Nov 2026/)).toBeVisible();
    await user.click(within(dialog).getByRole('checkbox', { name: 'The old key stops working at once' }));
    await carryOut(dialog, 'Replace key');
    expect(await screen.findByText(/There is a new key.*the old one no longer works/)).toBeVisible();
    expect(called('administration.licences.reissue')).toEqual([
      { customerId: 7, licenceId: 41, keyId: 71, oldKeysUntil: null, reason: 'She asked for it' },
    ]);
  });

  it('isn’t replaced while a payment is disputed, and the dialog says why', async () => {
    const { choose } = await openCustomer(undefined, {
      'administration.licences.previewReissue': () => ({ ...preview, refusal: 'key_dispute_open' }),
    });
    const dialog = await choose('Replace key');
    expect(await within(dialog).findByText(/is disputed. Its key can’t be replaced/)).toBeVisible();
    expect(within(dialog).queryByLabelText('Reason')).not.toBeInTheDocument();
  });

  it('is shown once, and nothing of it stays', async () => {
    const key = 'eyJpdiI6IkpXbUE5secret';
    const { user, choose, carryOut } = await openCustomer(undefined, {
      'administration.licences.revealKey': () => ({ key }),
    });
    const dialog = await choose('Show key');
    expect(dialog).toHaveTextContent('You’ll see the whole key once');
    await carryOut(dialog, 'Show key');
    expect(await screen.findByText(key)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Copy key' })).toBeVisible();
    await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(document.body.textContent).not.toContain(key);
    const again = await choose('Show key');
    expect(again).not.toHaveTextContent(key);
    expect(within(again).getByLabelText('Reason')).toHaveValue('');
  });

  it('is listed with the earlier ones, and which of them work', async () => {
    await openCustomer(
      anAdministratorsLicence({
        earlierKeys: [
          { end: 'Q9fQ', stopsAt: new Date('2026-11-03T10:00:00Z') },
          { end: 'b2x=', stopsAt: null },
        ],
      }),
    );
    const licence = screen.getByRole('article', { name: 'Monica, licence 41' });
    expect(licence).toHaveTextContent(/…aX0= current/);
    expect(licence).toHaveTextContent(/…Q9fQ replaced, stopped working on 3 Nov 2026/);
    expect(licence).toHaveTextContent(/…b2x= works too/);
    expect(licence).toHaveTextContent('they need the current one');
  });
});

describe('The page says why a licence doesn’t work', () => {
  const endedOn = { standing: 'ended', worksThrough: day('2026-11-02'), renewsOn: null } as const;

  it.each([
    [{ ...endedOn, status: 'active' }, /the renewal wasn’t paid. It worked through 2 November 2026/],
    [{ ...endedOn, status: 'cancelled' }, /the subscription was cancelled/],
    [{ ...endedOn, status: 'paused', pausedReason: 'delinquent' }, /because too many payments failed/],
    [{ ...endedOn, status: 'refunded' }, /what was paid for it was refunded/],
    [{ ...endedOn, status: 'granted' }, /it was granted through 2 November 2026/],
    [{ status: 'past_due', standing: 'grace' }, /Works through 19 December 2026, although/],
  ] as const)('%o', async (change, why) => {
    await openCustomer(anAdministratorsLicence(change));
    expect(screen.getByRole('article', { name: /licence 41/ })).toHaveTextContent(why);
  });
});

describe('What isn’t allowed isn’t offered', () => {
  const asRole = (administratorRole: AdministratorRole): Partial<Answers> => ({
    'accounts.me': () => ({ ...maya, administratorRole }),
  });

  it('to support: granting, extending and showing a key', async () => {
    const { user, menu } = await openCustomer(undefined, asRole('support'));
    expect(screen.queryByRole('button', { name: 'Grant a licence' })).not.toBeInTheDocument();
    expect(screen.getByText(/need the role “Administrator”/)).toBeVisible();
    await user.click(menu());
    const offered = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent);
    expect(offered).toEqual(['Revoke', 'Replace key', 'Change plan', 'Cancel subscription']);
  });

  it('to viewers: anything', async () => {
    await openCustomer(undefined, asRole('viewer'));
    expect(
      screen.queryByRole('button', { name: /Actions for|Grant|Compare|Refund/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByText(/you can look at everything here/)).toBeVisible();
  });
});

describe('The history of a licence', () => {
  const on = day('2026-11-20');
  const entries = [
    ...aHistory.entries,
    { kind: 'seats_changed', on, by: 'operator', from: 8, to: 9, amount: usd(1_200) },
    { kind: 'cancelled', on, by: 'customer', through: day('2026-12-12') },
    { kind: 'revoked', on },
  ] as const;

  it.each([
    [
      'en',
      'History',
      [
        'The customer bought this licence',
        'An administrator changed the number of seats from 8 to 9. The customer paid',
      ],
      /\b(?:you|your|we|our)\b/i,
    ],
    [
      'fr',
      'Historique',
      ['Le client a acheté cette licence', 'Un administrateur a changé le nombre de sièges'],
      /\b(?:vous|votre|vos|nous|notre)\b/i,
    ],
  ] as const)('speaks about the customer, in %s', async (locale, name, sentences, addressed) => {
    const { user } = await openPage('/administration/customers/7', {
      locale,
      server: administration({
        'accounts.me': () => ({ ...maya, locale }),
        'administration.customers.find': () => withLicence(anAdministratorsLicence()),
        'administration.customers.history': () => ({ ...aHistory, entries: [...entries] }),
      }),
    });
    const heading = await screen.findByRole('heading', { name });
    await user.click(heading);
    const history = heading.closest('details');
    await waitFor(() => expect(history).toHaveTextContent(/2026/));
    for (const button of within(history as HTMLElement).queryAllByRole('button')) await user.click(button);
    for (const sentence of sentences) expect(history).toHaveTextContent(sentence);
    expect(history?.textContent).not.toMatch(addressed);
  });
});
