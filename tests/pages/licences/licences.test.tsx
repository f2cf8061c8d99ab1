/** Tests a customer's licences: how each state is displayed, and the key. */
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
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
import { payButton } from '#tests/support/billing/pay-button.ts';

const key = `${'eyJpdiI6'.repeat(30)}IiJ9`;
/** Matches the sentence, whichever kind of space it contains. */
const spaced = (sentence: string) =>
  new RegExp(`^${sentence.replace(/[.$]/g, '\\$&').replaceAll(' ', '\\s')}$`);
const withLicences = (list: ReturnType<Answers['licences.list']>, answers: Partial<Answers> = {}) =>
  fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => list,
    'licences.revealKey': () => ({ key }),
    ...answers,
  });

describe('A licence', () => {
  it('shows its state, its price and its renewal date', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active]) });
    expect(await screen.findByText('12 December 2026')).toBeVisible();
    expect(screen.getByText('US$9.00 per month')).toBeVisible();
    expect(screen.getByText('Active')).toBeVisible();
    expect(screen.getByRole('img')).toHaveAccessibleName(
      spaced(
        'Today is 23 November 2026. Paid until the end of 12 December 2026. Renews for US$9.00 on 12 December 2026.',
      ),
    );
  });

  it.each([
    ['trialing', 'Trial', 'Your trial runs until the end of 12 December 2026. You haven’t been charged yet.'],
    [
      'past_due',
      'Payment overdue',
      'Your payment for Monica failed. Monica keeps working until the end of 19 December 2026; update your payment method before then.',
    ],
    [
      'grace',
      'Payment overdue',
      'Your renewal of US$9.00 was due on 20 November 2026 and hasn’t been paid. Monica keeps working until the end of 27 November 2026; update your payment method before then. Paddle will try again on 25 November 2026.',
    ],
    [
      'pausing',
      'Pause scheduled',
      'Your subscription will be paused. Monica keeps working until the end of 12 December 2026, then stops until payments resume.',
    ],
    [
      'paused',
      'Paused',
      'Your subscription is paused. Monica keeps working until the end of 12 December 2026. You can resume it at any time.',
    ],
    [
      'pausedUnpaid',
      'Paused',
      'Your subscription is paused because your payment of US$9.00 was declined too many times. Monica keeps working until the end of 26 November 2026. Contact us to resume it.',
    ],
    [
      'refunded',
      'Refunded',
      'Your last payment was refunded. Monica keeps working until the end of 12 December 2026, then your licence ends.',
    ],
    [
      'one_off',
      'One-off payment',
      'You made a one-off payment: Monica works until the end of 12 December 2026 and won’t renew.',
    ],
    [
      'cancelled',
      'Cancelled',
      'Your subscription is cancelled. Monica keeps working until the end of 12 December 2026, then your licence ends. Nothing more is charged.',
    ],
  ] as const)('shows its label and until when it works when %s', async (state, word, sentence) => {
    await openPage('/monica', { server: withLicences([licenceStates[state]]) });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(
      within(screen.getByRole('heading', { level: 1 }).parentElement as HTMLElement).getByText(word),
    ).toBeVisible();
  });

  it("links to Paddle's card page when payment is overdue", async () => {
    await openPage('/monica', { server: withLicences([licenceStates.grace]) });
    const links = await screen.findAllByRole('link', { name: /Update payment method/ });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      licenceStates.grace.cardPage,
      licenceStates.grace.cardPage,
    ]);
  });

  it('is free of charge and has nothing to cancel when granted', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.granted]) });
    expect(await screen.findByText('Free of charge')).toBeVisible();
    expect(screen.getByText('1 November 2027')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: /Cancel subscription|Update payment method/ }),
    ).not.toBeInTheDocument();
  });

  it('shows a planned pause, not an end, on its timeline', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.pausing]) });
    expect(await screen.findByRole('img')).toHaveAccessibleName(
      spaced(
        'Today is 23 November 2026. Paid until the end of 12 December 2026. The licence will then be paused.',
      ),
    );
    expect(screen.getAllByRole('link', { name: /Update payment method/ })).toHaveLength(1);
    expect(await screen.findByRole('button', { name: /Cancel subscription/ })).toBeVisible();
  });

  it('shows a price without a period when paid once', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.one_off]) });
    expect(await screen.findByText('US$90.00, one-off payment')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: /Cancel subscription|Update payment method/ }),
    ).not.toBeInTheDocument();
  });

  it('is shown next to others for the same product, each with its key, with ended ones below', async () => {
    const second = { ...licenceStates.cancelled, id: 42 };
    await openPage('/monica', { server: withLicences([licenceStates.active, second, anEndedLicence()]) });
    // Both were bought on the same day, so the later one is numbered.
    expect(await screen.findByRole('region', { name: /^Monthly, bought on 12\sApril 2026$/ })).toBeVisible();
    const other = screen.getByRole('region', { name: /^Monthly, bought on 12\sApril 2026 \(2\)$/ });
    expect(within(other).getByText('Cancelled')).toBeVisible();
    expect(within(other).getByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.getByText('Your licence was valid until 3 March 2026.')).toBeVisible();
  });

  it('is shown in French', async () => {
    const server = withLicences([licenceStates.grace], { 'accounts.me': () => ({ ...nora, locale: 'fr' }) });
    await openPage('/monica', { server, locale: 'fr' });
    expect(
      await screen.findByText(
        'Le renouvellement de 9,00 $US, prévu le 20 novembre 2026, n’a pas encore été payé. Monica reste utilisable jusqu’au 27 novembre 2026 inclus ; mettez votre moyen de paiement à jour d’ici là. Paddle fera une nouvelle tentative le 25 novembre 2026.',
      ),
    ).toBeVisible();
    expect(screen.getByText('9,00 $US par mois')).toBeVisible();
  });

  it("is replaced by an error, with no plans offered, when the list can't be loaded", async () => {
    const server = withLicences([], {
      'licences.list': () => {
        throw new AppError('internal', 'down');
      },
    });
    await openPage('/monica', { server });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your licences still work, and you haven’t been charged.',
    );
    expect(screen.queryByText('No licence')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', payButton)).not.toBeInTheDocument();
  });
});

describe('A licence that has ended', () => {
  it.each([
    [
      'unpaid',
      /^Your renewal of US\$9\.00 was due on 12 November 2026 and wasn’t paid, so Monica stopped working after 19 November 2026\. Update your payment method, and your key will work again as soon as the payment goes through\. Paddle will try again on 25 November 2026\.$/,
    ],
    [
      'unpaidNoLink',
      /^Your renewal was due on 12 November 2026 and wasn’t paid, so Monica stopped working after 19 November 2026\. Contact us to settle/,
    ],
    [
      'paused',
      /^Your subscription is paused; your licence was valid until 20 November 2026\. Resume it under “Manage” .*, or contact us at/,
    ],
    ['refunded', /^Your last payment was refunded, so your licence has ended\.$/],
    ['revoked', /^Your licence was revoked\. If you think this is a mistake, contact us at/],
  ] as const)('explains why above the plans (%s)', async (why, sentence) => {
    await openPage('/monica', { server: withLicences([endedLicences[why]]) });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(await screen.findByRole('button', payButton)).toBeEnabled();
  });

  it('links to the card page when a payment is overdue', async () => {
    await openPage('/monica', { server: withLicences([anEndedLicence({ id: 13 }), endedLicences.unpaid]) });
    expect(await screen.findByRole('link', { name: 'Update payment method' })).toHaveAttribute(
      'href',
      endedLicences.unpaid.cardPage,
    );
  });

  it('can be brought back by a payment, also beside a licence that works', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active, endedLicences.unpaid]) });
    expect(await screen.findByText(/^Monthly, bought on 3\sMarch 2025$/)).toBeVisible();
    expect(screen.getByText(/your key will work again/)).toBeVisible();
  });

  it("links to Paddle's cancellation page when the subscription is still running", async () => {
    await openPage('/monica', { server: withLicences([endedLicences.revoked]) });
    expect(
      await screen.findByText(/^Your licence was revoked\. If you think this is a mistake/),
    ).toBeVisible();
    const links = screen.getAllByRole('link', { name: 'Cancel on Paddle' });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([endedLicences.revoked.cancelPage]);
  });

  it('shows the contact address as a mailto link', async () => {
    await openPage('/monica', { server: withLicences([endedLicences.revoked]) });
    expect(await screen.findByRole('link', { name: 'help@example.com' })).toHaveAttribute(
      'href',
      'mailto:help@example.com',
    );
  });

  it('shows no last valid day when it was never valid', async () => {
    const never = anEndedLicence({
      status: 'refunded',
      startedOn: day('2026-11-22'),
      worksThrough: day('2026-11-21'),
      validUntil: day('2026-11-21'),
    });
    await openPage('/monica', { server: withLicences([never]) });
    expect(await screen.findByText(/Your last payment was refunded/)).toBeVisible();
    expect(document.body).not.toHaveTextContent(/valid until|21 November/i);
  });
});

describe('The return from checkout', () => {
  const back = '/monica?checkout=138-chre&after=12';
  const arrived = 'Your licence is ready. Use the key below to activate Monica.';
  const waiting = 'Your key is on its way';
  const fresh = aLicence({ id: 42, startedOn: day('2026-11-23') });

  it('is removed from the URL once the licence arrives, and a reload announces nothing', async () => {
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

  it('is no longer announced once the customer has changed what was bought', async () => {
    let planName = fresh.planName;
    await openPage(back, {
      server: withLicences([], { 'licences.list': () => [{ ...fresh, planName }, anEndedLicence()] }),
    });
    expect(await screen.findByText(arrived)).toBeVisible();
    planName = 'Yearly plan';
    window.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(screen.queryByText(arrived)).not.toBeInTheDocument());
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
  });

  it('announces nothing when opened again on a later day', async () => {
    const again = await openPage(back, { server: withLicences([licenceStates.active]) });
    await waitFor(() => expect(again.address()).toBe('/monica'));
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByText(arrived)).not.toBeInTheDocument();
  });

  it('waits for the new licence when an earlier one has ended', async () => {
    let paid = false;
    const server = withLicences([], {
      'licences.list': () => (paid ? [fresh, anEndedLicence()] : [anEndedLicence()]),
    });
    await openPage(back, { server });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    expect(screen.queryByRole('button', payButton)).not.toBeInTheDocument();
    paid = true;
    expect(await screen.findByText(arrived)).toBeVisible();
    expect(screen.getByRole('group', { name: 'Licence key' })).toBeVisible();
  });

  it("doesn't offer the plans, even after two minutes, while a payment may be pending", async () => {
    const pass = holdLongTimers();
    await openPage(back, { server: withLicences([anEndedLicence()]) });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    await act(async () => pass(120_000));
    expect(await screen.findByRole('heading', { name: 'Still waiting for Paddle' })).toBeVisible();
    expect(screen.queryByRole('button', payButton)).not.toBeInTheDocument();
  });

  it('shows the plans when opened again after the bought licence has ended', async () => {
    const { address } = await openPage(back, {
      server: withLicences([anEndedLicence({ id: 42 }), anEndedLicence()]),
    });
    expect(await screen.findByRole('button', payButton)).toBeVisible();
    expect(screen.queryByRole('heading', { name: waiting })).not.toBeInTheDocument();
    await waitFor(() => expect(address()).toBe('/monica'));
  });

  it.each(['', '&after=abc', '&after=-1'])(
    "shows the existing licences when the URL doesn't name an earlier one (“%s”)",
    async (after) => {
      await openPage(`/monica?checkout=138-chre${after}`, { server: withLicences([licenceStates.active]) });
      expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
      expect(screen.queryByRole('heading', { name: waiting })).not.toBeInTheDocument();
      expect(screen.queryByText(arrived)).not.toBeInTheDocument();
    },
  );

  it('waits two minutes before offering the plans when the URL names no earlier licence', async () => {
    const pass = holdLongTimers();
    await openPage('/monica?checkout=138-chre', { server: withLicences([]) });
    expect(await screen.findByRole('heading', { name: waiting })).toBeVisible();
    expect(screen.queryByRole('button', payButton)).not.toBeInTheDocument();
    await act(async () => pass(120_000));
    expect(await screen.findByRole('button', payButton)).toBeVisible();
  });
});

describe('A tab opened before the payment', () => {
  it('shows the licence instead of the plans as soon as it becomes visible again', async () => {
    let list = [anEndedLicence()];
    const server = withLicences([], { 'licences.list': () => list });
    await openPage('/monica', { server });
    expect(await screen.findByRole('button', payButton)).toBeVisible();
    list = [aLicence({ id: 42 }), anEndedLicence()];
    window.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByRole('button', payButton)).not.toBeInTheDocument();
  });
});

describe('The licence timeline', () => {
  const axisOf = async () =>
    [...(await screen.findByRole('img')).querySelectorAll('[class*="day"]:not([class*="today"])')].map(
      (each) => each.textContent?.replaceAll('\u00a0', ' '),
    );

  it.each([
    ['active', ['12 Nov 2026', '12 Dec 2026']],
    ['yearly', ['1 Jun 2026', '1 Jun 2027']],
    ['cancelled', ['12 Nov 2026', '12 Dec 2026']],
  ] as const)('shows both ends with their years, and no grace period, when %s', async (state, days) => {
    await openPage('/monica', { server: withLicences([licenceStates[state]]) });
    expect(await axisOf()).toEqual(days);
    expect(screen.getByRole('img').querySelector('[class*="grace"]')).toBeNull();
  });

  it('shows the grace period and its last day while a payment is overdue', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.grace]) });
    expect(await axisOf()).toEqual(['20 Nov 2026', '27 Nov 2026']);
    expect(screen.getByRole('img').querySelector('[class*="grace"]')).not.toBeNull();
  });
});

describe('The licence page', () => {
  it('shows the key first, then the steps, the dates and the actions', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active]) });
    const inOrder = [
      await screen.findByRole('group', { name: 'Licence key' }),
      screen.getByRole('list', { name: 'Use your key in Monica' }),
      screen.getByText('Renews for US$9.00 on 12 December 2026.'),
      screen.getByRole('img'),
      screen.getByRole('complementary', { name: 'Manage' }),
    ];
    for (const [index, element] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (next) expect(element.compareDocumentPosition(next)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    }
  });

  it.each([
    ['en', 'Go to', 'Locate the Licence key section', 'Already in use? Then there is nothing to do.'],
    ['fr', 'Rendez-vous sur', 'Repérez la section Clé de licence', 'Déjà en service ?'],
  ] as const)('leads into the product from its first step (%s)', async (locale, go, locate, already) => {
    const server = withLicences([licenceStates.active], { 'accounts.me': () => ({ ...nora, locale }) });
    await openPage('/monica', { server, locale });
    const url = 'https://monica.example.com/settings/subscriptions';
    const link = await screen.findByRole('link', { name: /^https:\/\/monica\.example\.com/ });
    expect(link).toHaveAttribute('href', url);
    const [first, second] = within(link.closest('ol') as HTMLElement).getAllByRole('listitem');
    expect(first).toHaveTextContent(`${go} ${url}`);
    expect(second).toHaveTextContent(locate);
    expect(document.body.textContent?.replaceAll(/[\u00a0\u202f]/g, ' ')).toContain(already);
  });
});
