/** Tests the home page: what needs attention, what the customer has, and what else there is. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { LicenceView } from '#shared/licences/licences.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  anOverdueNotice,
  day,
  endedLicences,
  licenceStates,
  nora,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const open = (licences: LicenceView[], locale: 'en' | 'fr' = 'en') =>
  openPage('/dashboard', {
    locale,
    server: fakeServer({ 'accounts.me': () => ({ ...nora, locale }), 'licences.list': () => licences }),
  });
const spaced = (text: string | null | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('The home page', () => {
  it('shows the licence with its key and its day first, then the other product in small', async () => {
    await open([
      licenceStates.active,
      anEndedLicence({ product: 'OfficeLife', quantity: 6, worksThrough: day('2026-03-03') }),
    ]);
    const monica = await screen.findByRole('region', { name: 'Monica' });
    expect(within(monica).getByText('Renews for US$9.00 on 12 December 2026.')).toBeVisible();
    expect(within(monica).getByText('eyJpdiI6IkpXbUE5')).toBeVisible();
    expect(within(monica).getByRole('link', { name: /View licence/ })).toHaveAttribute('href', '/monica');
    const office = screen.getByRole('region', { name: 'OfficeLife' });
    expect(within(office).getByText('Your licence was valid until 3 March 2026.')).toBeVisible();
    expect(within(office).getByRole('link', { name: 'Get OfficeLife' })).toHaveAttribute(
      'href',
      '/officelife',
    );
    expect(monica.compareDocumentPosition(office)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('shows the licence first even if its product comes second', async () => {
    await open([aLicence({ product: 'OfficeLife', quantity: 12 })]);
    const office = await screen.findByRole('region', { name: 'OfficeLife' });
    expect(within(office).getByText('Monthly, 12 seats')).toBeVisible();
    const monica = screen.getByRole('region', { name: 'Monica' });
    expect(office.compareDocumentPosition(monica)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('names several licences of a product, also when one has ended', async () => {
    await open([aLicence({ id: 42 }), aLicence(), anEndedLicence()]);
    const monica = await screen.findByRole('region', { name: 'Monica' });
    expect(spaced(monica.textContent)).toContain('Monthly, bought on 12 April 2026');
    expect(spaced(monica.textContent)).toContain('Monthly, bought on 12 April 2026 (2)');
  });

  it('welcomes a customer without licences with one main action', async () => {
    await open([]);
    const monica = await screen.findByRole('region', { name: 'Monica' });
    expect(within(monica).getByRole('link', { name: 'Get Monica' })).toHaveAttribute(
      'data-variant',
      'accent',
    );
    expect(screen.getByRole('link', { name: 'Get OfficeLife' })).not.toHaveAttribute(
      'data-variant',
      'accent',
    );
    expect(screen.queryByText('Latest receipts')).not.toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Welcome, Nora Lindqvist');
    expect(screen.getByRole('region', { name: 'OfficeLife' })).toHaveTextContent('Run your company');
  });
});

describe('An address that refuses e-mails', () => {
  const since = new Date('2026-11-20T10:00:00Z');
  const answers = { 'accounts.me': () => nora, 'accounts.email.refusal': () => ({ since }) };

  it.each([
    ['beside the notices of licences', [licenceStates.grace], 2],
    ['without licences, too', [], 1],
  ])('is among what needs attention, %s, with one action', async (_, licences, count) => {
    await openPage('/dashboard', { server: fakeServer({ ...answers, 'licences.list': () => licences }) });
    const region = await screen.findByRole('region', { name: 'What needs your attention' });
    const items = within(region).getAllByRole('listitem');
    expect(items).toHaveLength(count);
    const refused = items.at(-1) as HTMLElement;
    expect(spaced(refused.textContent)).toContain(
      `E-mails to ${nora.email} have been returned since 20 November 2026`,
    );
    const links = within(refused).getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Check your e-mail address', '/user/profile#e-mails'],
    ]);
  });
});

describe('Notices on the home page', () => {
  const notices = async () =>
    within(await screen.findByRole('region', { name: 'What needs your attention' })).getAllByRole('listitem');

  it('name the amount, the next attempt and one action: to update the card', async () => {
    await open([licenceStates.grace]);
    const [overdue, ...others] = await notices();
    expect(others).toEqual([]);
    expect(spaced(overdue?.textContent)).toContain(
      'Your renewal of US$9.00 was due on 20 November 2026 and hasn’t been paid. Monica keeps working until the end of 27 November 2026; update your payment method before then. Paddle will try again on 25 November 2026.',
    );
    const links = within(overdue as HTMLElement).getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Update payment method', licenceStates.grace.cardPage],
    ]);
    expect(within(overdue as HTMLElement).getByRole('status')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    const monica = screen.getByRole('region', { name: 'Monica' });
    expect(within(monica).getAllByText(/Payment overdue/)).toHaveLength(1);
  });

  it('say that the product may stop when Paddle tries again only after the last day', async () => {
    await open([{ ...licenceStates.grace, notices: [anOverdueNotice({ retryOn: day('2026-11-28') })] }]);
    const [overdue] = await notices();
    expect(spaced(overdue?.textContent)).toContain(
      'Paddle won’t try again before 28 November 2026, so Monica may stop working in the meantime.',
    );
  });

  it('name the licence if the product has several', async () => {
    await open([licenceStates.active, { ...licenceStates.grace, id: 42, frequency: 'Annual' }]);
    const [overdue] = await notices();
    expect(spaced(overdue?.textContent)).toContain('Yearly, bought on 12 April 2026');
  });

  it('say that a payment brings a past licence back', async () => {
    await open([endedLicences.unpaid]);
    const [lapsed] = await notices();
    expect(lapsed).toHaveTextContent(/Update your payment method, and your key will work again/);
    expect(
      within(lapsed as HTMLElement).getByRole('link', { name: 'Update payment method' }),
    ).toHaveAttribute('href', endedLicences.unpaid.cardPage);
    expect(screen.getByRole('link', { name: /View licence.*Monica/ })).toHaveAttribute('href', '/monica');
    expect(screen.queryByRole('link', { name: 'Get Monica' })).not.toBeInTheDocument();
  });

  it('say that Paddle charges for a licence that was revoked, and lead to the page where that ends', async () => {
    await open([endedLicences.revoked]);
    const [charged] = await notices();
    expect(spaced(charged?.textContent)).toContain(
      'Your Monica licence was revoked, but its subscription isn’t cancelled. Paddle will charge you again on 12 December 2026 unless you cancel it.',
    );
    const links = within(charged as HTMLElement).getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Cancel on Paddle', endedLicences.revoked.cancelPage],
    ]);
  });

  it('come in order of urgency, whatever the order of the licences', async () => {
    const ending: LicenceView['notices'][number] = {
      kind: 'ending',
      through: day('2026-12-01'),
      cause: 'cancelled',
    };
    await open([
      aLicence({ ...licenceStates.cancelled, id: 44, product: 'OfficeLife', notices: [ending] }),
      aLicence({ id: 43, notices: [{ kind: 'two_payments' }] }),
      licenceStates.grace,
      endedLicences.unpaid,
    ]);
    const texts = (await notices()).map((item) => item.textContent);
    expect(texts.map((text) => /stopped|due|twice|cancelled/.exec(text ?? '')?.[0])).toEqual([
      'due',
      'due',
      'twice',
      'cancelled',
    ]);
    expect(texts[0]).toMatch(/stopped working/);
    expect(screen.getByRole('link', { name: 'Keep my licence' })).toHaveAttribute('href', '/officelife');
    expect(screen.getByRole('link', { name: 'Contact us' })).toHaveAttribute(
      'href',
      'mailto:help@example.com',
    );
  });

  it.each([
    ['cancelled', licenceStates.cancelled, 'Keep my licence', '/monica'],
    [
      'a cancelled trial',
      { ...licenceStates.cancelled, lastPaid: null },
      'View plans',
      '/monica?buy=another',
    ],
    ['to be paused', { ...licenceStates.active, pausesOn: day('2026-12-12') }, 'Undo the pause', '/monica'],
  ] as const)(
    'are not needed for the way back of a licence that is %s',
    async (_case, licence, action, to) => {
      await open([{ ...licence, notices: [] }]);
      expect(await screen.findByRole('link', { name: action })).toHaveAttribute('href', to);
      expect(screen.queryByRole('region', { name: 'What needs your attention' })).not.toBeInTheDocument();
    },
  );

  it.each([
    ['cancelled', {}, 'Keep my licence', '/monica'],
    ['a cancelled trial', { lastPaid: null }, 'View plans', '/monica?buy=another'],
    ['to be paused', { status: 'active', pausesOn: day('2026-12-12') }, 'Undo the pause', '/monica'],
    ['paused', { status: 'paused' }, 'Resume subscription', '/monica'],
    ['refunded', { status: 'refunded' }, 'View plans', '/monica?buy=another'],
    ['complimentary', { status: 'granted' }, 'View plans', '/monica?buy=another'],
  ] as const)(
    'lead to the way back of a licence that ends soon and is %s',
    async (_case, how, action, to) => {
      const ending = { kind: 'ending', through: day('2026-12-12'), cause: 'cancelled' } as const;
      await open([{ ...licenceStates.cancelled, ...how, notices: [ending] }]);
      const [notice] = await notices();
      const links = within(notice as HTMLElement).getAllByRole('link');
      expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([[action, to]]);
    },
  );

  it('are shown in French', async () => {
    await open([licenceStates.grace, { ...endedLicences.unpaid, id: 13 }], 'fr');
    const region = await screen.findByRole('region', { name: 'À traiter' });
    expect(spaced(region.textContent)).toContain(
      'Le renouvellement de 9,00 $US, prévu le 20 novembre 2026, n’a pas encore été payé.',
    );
    expect(within(region).getAllByRole('link', { name: 'Mettre à jour le moyen de paiement' })).toHaveLength(
      2,
    );
  });
});
