/**
 * Tests values that a later release of the server may send and that this page doesn't know. The page shows something
 * neutral for them and everything else as usual.
 */
import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { authCodeOf, failureOf, RequestFailure } from '#client/api/failure.ts';
import type { ReceiptView } from '#shared/billing/billing.ts';
import { AppError } from '#shared/errors.ts';
import type { SecurityEventView } from '#shared/identity/security-log.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  anOffer,
  anOfferList,
  aReceipt,
  aReceiptPage,
  nora,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { publicConfig } from '#tests/pages/support/public-config.ts';
import { payButton } from '#tests/support/billing/pay-button.ts';

const reported = vi.fn<(error: Error) => void>();
beforeEach(() => {
  reported.mockReset();
  vi.stubGlobal('reportError', reported);
});

/** Returns `known` with values that the types don't allow, as a later release may send them. */
const tomorrow = <T extends object>(known: T, words: Partial<Record<keyof T, string>>): T => ({
  ...known,
  ...(words as Partial<T>),
});

const event: SecurityEventView = {
  ...{ id: 1, kind: 'signed_in', detail: 'password', ipAddress: '203.0.113.9', userAgent: null },
  occurredAt: new Date('2026-11-20T09:00:00Z'),
};
const licence = (words: Partial<Record<keyof LicenceView, string>>) => tomorrow(aLicence(), words);
const receipt = (words: Partial<Record<keyof ReceiptView, string>>) => tomorrow(aReceipt(), words);
const yearly = anOffer('Monica', 'Annual');
const two = [licence({ status: 'lent_1' }), tomorrow(aLicence({ id: 77 }), { frequency: 'Weekly_1' })];

interface Case {
  path: string;
  answers: Partial<Answers>;
  /** Matches text elsewhere on the page that must still be shown. */
  stays: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  'a licence status on the dashboard': {
    path: '/dashboard',
    answers: { 'licences.list': () => [licence({ status: 'lent_2' })] },
    stays: /Renews for US\$9\.00/,
  },
  'a licence phase on the dashboard': {
    path: '/dashboard',
    answers: { 'licences.list': () => [licence({ standing: 'floating' })] },
    stays: /Renews for US\$9\.00/,
  },
  'a frequency on the dashboard': {
    path: '/dashboard',
    answers: { 'licences.list': () => [licence({ frequency: 'Weekly_2' })] },
    stays: /Monthly plan/,
  },
  'the kind of a notice on the dashboard': {
    path: '/dashboard',
    answers: {
      'licences.list': () => [
        aLicence({ notices: [tomorrow({ kind: 'two_payments' } as const, { kind: 'flooded' })] }),
      ],
    },
    stays: /Renews for US\$9\.00/,
  },
  'the kind of a notice on the product page': {
    path: '/monica',
    answers: {
      'licences.list': () => [
        aLicence({ notices: [tomorrow({ kind: 'two_payments' } as const, { kind: 'on_fire' })] }),
      ],
    },
    stays: /Renews for US\$9\.00/,
  },
  'a licence status on the product page': {
    path: '/monica',
    answers: { 'licences.list': () => [licence({ status: 'lent_3' })] },
    stays: /12.December 2026/,
  },
  'a frequency on the product page': {
    path: '/monica',
    answers: { 'licences.list': () => [licence({ frequency: 'Weekly_3' })] },
    stays: /Monthly plan/,
  },
  'statuses and frequencies of several licences': {
    path: '/monica',
    answers: {
      'licences.list': () => [...two, tomorrow(anEndedLicence(), { status: 'lent_4', frequency: 'W' })],
    },
    stays: /Previous licences/,
  },
  'the status of an ended licence': {
    path: '/monica',
    answers: { 'licences.list': () => [tomorrow(anEndedLicence(), { status: 'lent_5' })] },
    stays: payButton.name,
  },
  'the reason for a pause': {
    path: '/monica',
    answers: {
      'licences.list': () => [
        tomorrow(aLicence({ status: 'paused', renewsOn: null }), { pausedReason: 'x' }),
      ],
    },
    stays: /Paused/,
  },
  'the frequency of an offer': {
    path: '/monica',
    answers: {
      'catalogue.offers': () => ({
        ...anOfferList('Monica'),
        offers: [{ ...yearly, plan: tomorrow(yearly.plan, { frequency: 'Weekly_6' }) }],
      }),
    },
    stays: payButton.name,
  },
  'the kind of a refund': {
    path: '/receipts',
    answers: {
      'billing.receipts': () => {
        const refund = { kind: 'partial', amount: { minor: 400, currency: 'USD' } } as const;
        return aReceiptPage([{ ...aReceipt(), refund: tomorrow(refund, { kind: 'goodwill' }) }]);
      },
    },
    stays: /US\$4\.00 refunded/,
  },
  'the product and frequency of a receipt': {
    path: '/receipts',
    answers: {
      'billing.receipts': () => aReceiptPage([receipt({ product: 'Sundial', frequency: 'Weekly_7' })]),
    },
    stays: /Sundial, Monthly plan/,
  },
  'a kind of security event': {
    path: '/user/profile',
    answers: {
      'identity.securityLog': () => ({
        events: [tomorrow(event, { kind: 'teleported' }), { ...event, id: 2 }],
        next: null,
      }),
    },
    stays: /This page is out of date. Reload it to see this/,
  },
  'a sign-in method in the security log': {
    path: '/user/profile',
    answers: { 'identity.securityLog': () => ({ events: [{ ...event, detail: 'telepathy' }], next: null }) },
    stays: /Signed in/,
  },
  'a login provider in the settings': {
    path: '/user/profile',
    answers: {
      'catalogue.publicConfig': () => ({ ...publicConfig, loginProviders: ['gitgarden' as 'github'] }),
      'identity.signInMethods': () => ({
        ...{ hasPassword: true, hasAuthenticator: false, hasTwoStep: false, passkeys: 0 },
        ...{ passkeysAlone: 0, providers: ['gitgarden', 'another'] },
      }),
    },
    stays: /^gitgarden$/,
  },
  "the account's language": {
    path: '/user/profile',
    answers: { 'accounts.me': () => tomorrow(nora, { locale: 'tlh' }) },
    stays: /^Settings$/,
  },
  'a permission of an API token': {
    path: '/user/profile',
    answers: {
      'accounts.tokens.list': () => [
        {
          ...{ id: 1, name: 'Dashboard of mine', expiresAt: null, lastUsedAt: null },
          ...{ permissions: ['dreams' as 'account:read'], createdAt: new Date('2026-11-20T09:00:00Z') },
        },
      ],
    },
    stays: /Dashboard of mine/,
  },
};

describe('An unknown value from a later release', () => {
  for (const [what, { path, answers, stays }] of Object.entries(cases)) {
    it(`for ${what} doesn't break the page`, async () => {
      await openPage(path, { server: fakeServer({ 'accounts.me': () => nora, ...answers }) });
      expect((await screen.findAllByText(stays)).length).toBeGreaterThan(0);
      expect(screen.queryByText(/went wrong on this page/)).toBeNull();
      expect(document.body.textContent).not.toMatch(/undefined|status\.|offers\.|securityLog\./);
    });
  }

  it('for a provider keeps the sign-in form and shows the provider under its raw name', async () => {
    const server = fakeServer({
      'catalogue.publicConfig': () => ({
        ...publicConfig,
        loginProviders: ['github', 'gitgarden' as 'github'],
      }),
    });
    await openPage('/login', { server });
    expect(await screen.findByRole('link', { name: 'Continue with gitgarden' })).toBeVisible();
    expect(screen.getByLabelText('Password')).toBeVisible();
  });

  it('for a second factor keeps the factors that this page supports', async () => {
    const server = fakeServer(
      {},
      { '/two-step/pending': () => ({ status: 200, says: { waiting: ['implant', 'totp'] } }) },
    );
    await openPage('/login?second=true', { server });
    expect(await screen.findByLabelText(/Code/)).toBeVisible();
  });

  it('is reported once', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [licence({ status: 'lent_8' })],
    });
    await openPage('/dashboard', { server });
    await screen.findByText(/Renews for US\$9\.00/);
    await waitFor(() => expect(reported).toHaveBeenCalled());
    expect(reported.mock.calls.map(([error]) => error.message)).toEqual([
      expect.stringContaining('"lent_8"'),
    ]);
  });
});

describe('An unknown error code from a later release', () => {
  it('is mapped by status and not mistaken for an unreachable server', async () => {
    const said = [429, 503, 500, 409, 403].map((status) => authCodeOf(status, { code: 'TOMORROW' }));
    expect(said).toEqual(['too_many_requests', 'service_unavailable', 'internal', 'refused', 'refused']);
    const type = 'https://portal.test/problems/tomorrow';
    expect((await RequestFailure.ofProblem(Response.json({ type }, { status: 409 }))).failure.code).toBe(
      'refused',
    );
    for (const word of ['tomorrow', 'toString', '__proto__', 7])
      expect(authCodeOf(400, { code: word })).toBe('refused');
    expect(failureOf(new Error('x')).code).toBe('internal');
  });

  it('is shown as a refusal that changed nothing', async () => {
    const refusal = new AppError('forbidden', 'not today');
    const server = fakeServer({
      'accounts.me': () => nora,
      'accounts.rename': () => {
        throw Object.assign(refusal, { code: 'forbidden' });
      },
    });
    const handle = server.handle;
    server.handle = async (url, init) => {
      const answer = await handle(url, init);
      return new Response((await answer.text()).replaceAll('"forbidden"', '"toString"'), answer);
    };
    const { user } = await openPage('/user/profile', { server });
    await user.type(await screen.findByLabelText('Name'), 'a{Enter}');
    expect(await screen.findByText(/Your request was refused, and nothing has changed/)).toBeVisible();
  });
});
