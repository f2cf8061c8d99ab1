/** A customer's licences: how each state is displayed, and the key. */
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  day,
  endedLicences,
  licenceStates,
  nora,
} from '#tests/pages/support/fixtures.ts';
import { holdLongTimers } from '#tests/pages/support/long-timers.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const key = `${'eyJpdiI6'.repeat(30)}IiJ9`;
/** Matches the sentence with any kind of space. */
const spaced = (sentence: string) =>
  new RegExp(`^${sentence.replace(/[.$]/g, '\\$&').replaceAll(' ', '\\s')}$`);

const withLicences = (list: ReturnType<Answers['licences.list']>, answers: Partial<Answers> = {}) =>
  fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => list,
    'licences.revealKey': () => ({ key }),
    ...answers,
  });

describe('a licence', () => {
  it('says what it is, what it costs and when it renews', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active]) });
    expect(await screen.findByText('12 December 2026')).toBeVisible();
    expect(screen.getByText('US$9.00 per month')).toBeVisible();
    expect(screen.getByText('Active')).toBeVisible();
    expect(screen.getByRole('img')).toHaveAccessibleName(
      spaced(
        'Today is 23 November 2026. Paid until 12 December 2026 inclusive. Renews on 12 December 2026 for US$9.00. If the payment fails, the licence keeps working for a grace period of 7 days, until 19 December 2026 inclusive, and ends on 20 December 2026.',
      ),
    );
  });

  it.each([
    [
      'trialing',
      'Trial',
      'Your trial runs until the end of 12 December 2026. Nothing has been charged so far.',
    ],
    [
      'past_due',
      'Payment overdue',
      'Your last payment failed. Monica keeps working until the end of 19 December 2026; update your card before then.',
    ],
    [
      'grace',
      'Payment overdue',
      'Your renewal was due on 20 November 2026 and hasn’t been paid. Monica keeps working until the end of 27 November 2026; update your card before then. Paddle will try again on 25 November 2026.',
    ],
    [
      'pausing',
      'Pause planned',
      'A pause is planned: Monica keeps working until the end of 12 December 2026, then stops until payments resume.',
    ],
    [
      'paused',
      'Paused',
      'Payments are paused. Monica keeps working until the end of 12 December 2026. Contact us to resume.',
    ],
    [
      'pausedUnpaid',
      'Paused',
      'Your card was declined too often, so payments are paused. Monica keeps working until the end of 26 November 2026. Contact us to resume.',
    ],
    [
      'refunded',
      'Refunded',
      'Your last payment was refunded. Monica keeps working until the end of 12 December 2026, then the licence ends.',
    ],
    ['one_off', 'Paid once', 'Paid once: Monica works until the end of 12 December 2026, with no renewal.'],
    [
      'cancelled',
      'Cancelled',
      'The subscription is cancelled. Monica keeps working until the end of 12 December 2026, then the licence ends.',
    ],
  ] as const)('that is %s says so and until when it works', async (state, word, sentence) => {
    await openPage('/monica', { server: withLicences([licenceStates[state]]) });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(
      within(screen.getByRole('heading', { level: 1 }).parentElement as HTMLElement).getByText(word),
    ).toBeVisible();
  });

  it('that is overdue offers the page for the card, at Paddle', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.grace]) });
    const links = await screen.findAllByRole('link', { name: /Update card/ });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      licenceStates.grace.cardPage,
      licenceStates.grace.cardPage,
    ]);
  });

  it('that was granted is free of charge and has nothing to cancel', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.granted]) });
    expect(await screen.findByText('Free of charge')).toBeVisible();
    expect(screen.getByText('1 November 2027')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: /Cancel the subscription|Update card/ }),
    ).not.toBeInTheDocument();
  });

  it('that pauses says on its line that it is a pause, not an end', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.pausing]) });
    expect(await screen.findByRole('img')).toHaveAccessibleName(
      spaced(
        'Today is 23 November 2026. Paid until 12 December 2026 inclusive. It doesn’t renew and is paused from 13 December 2026.',
      ),
    );
    expect(screen.getAllByRole('link', { name: /Update card|Cancel the subscription/ })).toHaveLength(2);
  });

  it('that was paid once has a price but no period', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.one_off]) });
    expect(await screen.findByText('US$90.00, paid once')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: /Cancel the subscription|Update card/ }),
    ).not.toBeInTheDocument();
  });

  it('stands beside every other of the same product, each with its own key, and the ended ones below', async () => {
    const second = { ...licenceStates.cancelled, id: 42 };
    await openPage('/monica', { server: withLicences([licenceStates.active, second, anEndedLicence()]) });
    // Numbered in the order of purchase, including the ended one, so that no purchase renumbers the others.
    expect(await screen.findByRole('region', { name: 'Licence 2' })).toBeVisible();
    const other = screen.getByRole('region', { name: 'Licence 3' });
    expect(within(other).getByText('Cancelled')).toBeVisible();
    expect(within(other).getByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.getByText('Was valid until 3 March 2026.')).toBeVisible();
  });

  it('speaks French', async () => {
    const server = withLicences([licenceStates.grace], { 'accounts.me': () => ({ ...nora, locale: 'fr' }) });
    await openPage('/monica', { server, locale: 'fr' });
    expect(
      await screen.findByText(
        'Le renouvellement du 20 novembre 2026 n’est pas encore payé. Monica fonctionne jusqu’au 27 novembre 2026 inclus ; mettez votre carte à jour d’ici là. Paddle retentera le paiement le 25 novembre 2026.',
      ),
    ).toBeVisible();
    expect(screen.getByText('9,00 $US par mois')).toBeVisible();
  });

  it('shows no licence as another’s while the list cannot be loaded', async () => {
    const server = withLicences([], {
      'licences.list': () => {
        throw new AppError('internal', 'down');
      },
    });
    await openPage('/monica', { server });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your licences keep working, and nothing was charged.',
    );
    expect(screen.queryByText('No licence')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument();
  });
});

describe('a licence that does not work any more', () => {
  it.each([
    [
      'unpaid',
      /^Your renewal was due on 12 November 2026 and wasn’t paid, so Monica stopped working after 19 November 2026\. Update your card: once the payment goes through, the same key works again\.$/,
    ],
    [
      'unpaidNoLink',
      /^Your renewal was due on 12 November 2026 and wasn’t paid, so Monica stopped working after 19 November 2026\. Contact us at/,
    ],
    ['paused', /^Your licence is paused; it was valid until 20 November 2026\. Contact us at/],
    ['refunded', /^Your last payment was refunded, so the licence has ended\.$/],
    ['revoked', /^Your licence was revoked\. If you didn’t expect this, contact us at/],
  ] as const)('(%s) says why, above the plans', async (why, sentence) => {
    await openPage('/monica', { server: withLicences([endedLicences[why]]) });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Continue to payment' })).toBeEnabled();
  });

  it('for want of a payment leads to the page for the card first', async () => {
    await openPage('/monica', { server: withLicences([anEndedLicence({ id: 13 }), endedLicences.unpaid]) });
    expect(await screen.findByRole('link', { name: 'Update card' })).toHaveAttribute(
      'href',
      endedLicences.unpaid.cardPage,
    );
  });

  it('though its subscription goes on at Paddle leads to where it is cancelled', async () => {
    await openPage('/monica', { server: withLicences([endedLicences.revoked]) });
    expect(
      await screen.findByText(/Paddle keeps charging for it until you cancel the subscription there\./),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Cancel on Paddle' })).toHaveAttribute(
      'href',
      endedLicences.revoked.cancelPage,
    );
  });

  it('names nobody to write to but a person with an address', async () => {
    await openPage('/monica', { server: withLicences([endedLicences.revoked]) });
    expect(await screen.findByRole('link', { name: 'help@example.com' })).toHaveAttribute(
      'href',
      'mailto:help@example.com',
    );
  });

  it('and never did, claims no day on which it worked', async () => {
    const never = anEndedLicence({
      status: 'refunded',
      startedOn: day('2026-11-22'),
      worksThrough: day('2026-11-21'),
      validUntil: day('2026-11-21'),
    });
    await openPage('/monica', { server: withLicences([never]) });
    expect(await screen.findByText(/Your last payment was refunded/)).toBeVisible();
    expect(screen.queryByText(/worked through/i)).not.toBeInTheDocument();
  });
});

describe('the return address', () => {
  const back = '/monica?checkout=138-chre&after=12';
  const arrived = 'Your licence is ready. The key below unlocks Monica.';
  const waiting = 'Your key is on its way';
  const fresh = aLicence({ id: 42, startedOn: day('2026-11-23') });

  it('is dropped once the licence is here, and the page still says so; a reload does not', async () => {
    const server = withLicences([fresh, anEndedLicence()]);
    const first = await openPage(back, { server });
    expect(await screen.findByText(arrived)).toBeVisible();
    await waitFor(() => expect(first.address()).toBe('/monica'));
    expect(screen.getByText(arrived)).toBeVisible();
    cleanup();
    await openPage(first.address(), { server });
    expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByText(arrived)).not.toBeInTheDocument();
  });

  it('opened again on another day announces nothing', async () => {
    const again = await openPage(back, { server: withLicences([licenceStates.active]) });
    await waitFor(() => expect(again.address()).toBe('/monica'));
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByText(arrived)).not.toBeInTheDocument();
  });

  it('waits for the new licence where an earlier one has ended, in whatever tab it is opened', async () => {
    let paid = false;
    const server = withLicences([], {
      'licences.list': () => (paid ? [fresh, anEndedLicence()] : [anEndedLicence()]),
    });
    await openPage(back, { server });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument();
    paid = true;
    expect(await screen.findByText(arrived)).toBeVisible();
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
  });

  it('never shows the plans by itself to who may have paid', async () => {
    const pass = holdLongTimers();
    await openPage(back, { server: withLicences([anEndedLicence()]) });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    await act(async () => pass(120_000));
    expect(await screen.findByRole('heading', { name: 'Still waiting for Paddle' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument();
  });

  it('opened again after that licence ended shows the plans', async () => {
    const { address } = await openPage(back, {
      server: withLicences([anEndedLicence({ id: 42 }), anEndedLicence()]),
    });
    expect(await screen.findByRole('button', { name: 'Continue to payment' })).toBeVisible();
    expect(screen.queryByRole('heading', { name: waiting })).not.toBeInTheDocument();
    await waitFor(() => expect(address()).toBe('/monica'));
  });

  it.each(['', '&after=abc', '&after=-1'])(
    'that does not say what there was (“%s”) shows the licences there are',
    async (after) => {
      await openPage(`/monica?checkout=138-chre${after}`, { server: withLicences([licenceStates.active]) });
      expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
      expect(screen.queryByRole('heading', { name: waiting })).not.toBeInTheDocument();
      expect(screen.queryByText(arrived)).not.toBeInTheDocument();
    },
  );

  it('that does not say what there was waits for two minutes, then shows the plans as well', async () => {
    const pass = holdLongTimers();
    await openPage('/monica?checkout=138-chre', { server: withLicences([]) });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument();
    await act(async () => pass(120_000));
    expect(await screen.findByRole('button', { name: 'Continue to payment' })).toBeVisible();
  });
});

describe('a tab that was open before the payment', () => {
  it('shows the licence instead of the plans as soon as one comes back to it', async () => {
    let list = [anEndedLicence()];
    const server = withLicences([], { 'licences.list': () => list });
    await openPage('/monica', { server });
    expect(await screen.findByRole('button', { name: 'Continue to payment' })).toBeVisible();
    list = [aLicence({ id: 42 }), anEndedLicence()];
    window.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue to payment' })).not.toBeInTheDocument();
  });
});

describe('the licence line', () => {
  const axisOf = async () =>
    [...(await screen.findByRole('img')).querySelectorAll('[class*="day"]:not([class*="today"])')].map(
      (each) => each.textContent?.replaceAll('\u00a0', ' '),
    );

  it('writes the year of a day that is not this year’s, once', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.yearly]) });
    expect(await axisOf()).toEqual(['1 Jun', '1 Jun 2027', '9 Jun']);
  });

  it('writes no year where every day is of this year', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.grace]) });
    expect(await axisOf()).toEqual(['20 Oct', '20 Nov', '28 Nov']);
  });
});

describe('the key', () => {
  it('is hidden until somebody asks for it, and can be hidden again', async () => {
    const { user, called } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    const field = await screen.findByRole('group', { name: 'Licence key' });
    expect(field).not.toHaveTextContent(key);
    expect(called('licences.revealKey')).toEqual([]);
    await user.click(within(field).getByRole('button', { name: 'Reveal' }));
    expect(await within(field).findByText(key)).toBeVisible();
    expect(called('licences.revealKey')).toEqual([{ licenceId: 41 }]);
    await user.click(within(field).getByRole('button', { name: 'Hide' }));
    expect(field).not.toHaveTextContent(key);
  });

  it('is copied without being shown', async () => {
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    await user.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Key copied.')).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toBe(key);
    expect(screen.getByRole('group', { name: 'Licence key' })).not.toHaveTextContent(key);
  });

  it('is masked behind its real first and last characters', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active]) });
    const masked = await screen.findByRole('group', { name: 'Licence key' });
    expect(within(masked).getByText('eyJpdiI6IkpXbUE5')).toBeVisible();
    expect(within(masked).getByText('IiJ9')).toBeVisible();
  });

  it('is shown and marked where the browser does not let us copy', async () => {
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await screen.findByText(/Your browser blocked copying\./)).toBeVisible();
    expect(screen.getByText(key)).toBeVisible();
    expect(document.getSelection()?.toString()).toBe(key);
  });

  it('that cannot be fetched says so', async () => {
    const server = withLicences([licenceStates.active], {
      'licences.revealKey': () => {
        throw new AppError('service_unavailable', 'down');
      },
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'Reveal' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The portal is unavailable at the moment.');
  });
});

describe('home', () => {
  it('says the state of each product in one sentence', async () => {
    await openPage('/dashboard', {
      server: withLicences([
        licenceStates.active,
        anEndedLicence({ product: 'OfficeLife', quantity: 6, worksThrough: day('2026-03-03') }),
      ]),
    });
    const monica = await screen.findByRole('region', { name: 'Monica' });
    expect(within(monica).getByText('Renews for US$9.00 on 12 December 2026.')).toBeVisible();
    expect(within(monica).getByRole('link', { name: /View licence/ })).toHaveAttribute('href', '/monica');
    const office = screen.getByRole('region', { name: 'OfficeLife' });
    expect(within(office).getByText('Was valid until 3 March 2026.')).toBeVisible();
    expect(within(office).getByRole('link', { name: 'Get OfficeLife' })).toHaveAttribute(
      'href',
      '/officelife',
    );
  });
});
