/** The screens of administration. */
import { expect, type Page } from '@playwright/test';
import type { OpenFlag } from '#shared/administration/settling.ts';
import {
  aClient,
  aClientsDetails,
  aColleague,
  aCustomersDetails,
  administrationAnswers,
  aMail,
  anAdministrator,
  anAdministratorsLicence,
  anEntry,
  anOverdueCheck,
  aSubscription,
  maya,
} from '#tests/pages/support/administration.ts';
import { anEmptyOverview, anOverview, anOverviewAfterAnOutage } from '#tests/pages/support/an-overview.ts';
import { preview } from '#tests/pages/support/change-fixtures.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
import { aReceipt, aReceiptPage, changeOptions, day, usd } from '#tests/pages/support/fixtures.ts';
import { heading, type Screen } from './screen.ts';

const asAdministrator =
  (answers: Partial<Answers> = {}): Screen['answers'] =>
  (locale) => ({ ...administrationAnswers(answers), 'accounts.me': () => ({ ...maya, locale }) });

const long = 'A-very-long-reason-without-any-place-where-it-could-be-broken-into-two-lines-of-a-table';
const entries = [
  anEntry(),
  anEntry({ id: 80, act: 'receipt.refund', outcome: 'asked', reason: 'Paid twice, by mistake' }),
  anEntry({ id: 79, act: 'receipt.refund', outcome: 'refused', errorCode: 'forbidden', reason: null }),
  anEntry({ id: 78, outcome: 'failed', errorCode: 'paddle_unavailable', reason: long }),
  anEntry({
    ...{ id: 77, act: 'customer.erase', actor: null, customer: { id: 9, name: null }, isRedacted: true },
    ...{ reason: null, before: null, after: null },
  }),
  anEntry({ id: 76, act: 'an.actOfTomorrow', customer: null, subject: { kind: 'list', id: 'customers' } }),
];
const log: Partial<Answers> = {
  'administration.audit.list': () => ({ entries, newer: null, older: '1796047500000-76' }),
};

const aFlag = {
  ...{ reference: 'dispute:317366-7', kind: 'dispute', orderId: '317366-7', licenceId: null },
  ...{ raisedAt: new Date('2026-11-28T10:00:00Z'), detail: '', wantedAt: null, decisions: [] },
} satisfies OpenFlag;
const toDecide: Partial<Answers> = {
  'administration.customers.find': () => ({
    ...aCustomersDetails({ isEmailVerified: false, emailHeldUntil: new Date('2026-12-01T10:00:00Z') }),
    claims: [{ stream: 'subscription:600', licenceId: 23 }],
  }),
  'administration.settling.flags': () => [
    aFlag,
    {
      ...{ ...aFlag, reference: 'second_licence:a', kind: 'second_licence', orderId: null, licenceId: 22 },
      wantedAt: new Date('2026-11-29T10:00:00Z'),
      decisions: [
        { decision: 'keep_both', cancelsLicenceId: null, isPossible: true },
        { decision: 'cancel_first', cancelsLicenceId: 21, isPossible: true },
        { decision: 'cancel_second', cancelsLicenceId: null, isPossible: false },
      ],
    },
  ],
};
const mails = [
  aMail(),
  aMail({
    ...{ id: 3, state: 'waiting', lastError: 'ESOCKET', attempts: 2, settledAt: null },
    nextAttemptAt: new Date('2026-11-20T08:04:00Z'),
  }),
  aMail({ id: 2, template: 'new-sign-in', state: 'suppressed', lastError: 'EENVELOPE 550' }),
  aMail({ id: 1, template: 'claim-waiting', state: 'failed', attempts: 15, customer: null }),
];
/** Waits until the charts are drawn. */
const drawn =
  (charts: number): Screen['ready'] =>
  (page) =>
    expect(page.locator('.recharts-surface')).toHaveCount(charts);

/** A customer with a licence of every kind that the page explains, and a refund that Paddle has yet to report. */
const manyLives: Partial<Answers> = {
  'administration.customers.find': () => ({
    ...aCustomersDetails(),
    licences: [
      anAdministratorsLicence({ id: 41, product: 'OfficeLife', quantity: 18 }),
      anAdministratorsLicence({
        ...{ id: 40, status: 'past_due', standing: 'grace', worksThrough: day('2026-12-19') },
        earlierKeys: [
          { end: 'IiwidGFnIjoiQ9fQ', stopsAt: new Date('2026-11-03T10:00:00Z') },
          { end: 'dGFnIjoiWm9vIn0=', stopsAt: null },
        ],
      }),
      anAdministratorsLicence({
        ...{ id: 39, status: 'revoked', standing: 'ended', renewsOn: null },
        revocation: {
          ...{ at: new Date('2026-11-20T10:00:00Z'), by: { id: 3, name: 'Maya Okafor' } },
          reason: 'The key was published in a forum, and more than a hundred servers use it',
        },
      }),
    ],
    subscriptions: [
      aSubscription({ quantity: 18 }),
      aSubscription({
        licenceId: 40,
        subscriptionId: '5192285',
        stream: 'subscription:2',
        failedAttempts: 2,
      }),
    ],
  }),
  'administration.customers.receipts': () => ({
    ...aReceiptPage([aReceipt({ amount: usd(9_000) }), aReceipt({ id: 2, orderId: '4418-2300' })]),
    refunds: [
      {
        ...{ requestId: 'a1'.repeat(16), orderId: '4418-2207', amount: usd(4_500), state: 'pending' },
        ...{ refusal: null, askedAt: new Date('2026-11-23T10:00:00Z'), settledAt: null },
      },
    ],
  }),
  'administration.receipts.previewRefund': ({ orderId }) => ({
    ...{ orderId, paid: usd(900), refunded: usd(100), left: usd(800), leftAfterOpen: usd(800) },
    ...{ refusal: null, requests: [] },
  }),
  'administration.subscriptions.options': () =>
    changeOptions({
      ...{ product: 'OfficeLife', quantity: 18, isPerSeat: true },
      forbids: { seats: null, plan: null, cancel: null, pause: null, resume: 'not_paused' },
    }),
  'administration.subscriptions.preview': () => preview(),
  'administration.customers.history': () => ({ entries: [], olderCount: 0, next: [] }),
};

/** Opens the page of a customer, and then what `open` opens there. */
const ofCustomer = (open?: (page: Page) => Promise<void>): Screen => ({
  path: '/administration/customers/7',
  answers: asAdministrator(manyLives),
  ready: async (page) => {
    await expect(page.getByRole('article').first()).toBeVisible();
    await expect(page.getByRole('table').first()).toBeVisible();
    if (!open) return;
    await open(page);
    await expect(page.getByRole('dialog').getByRole('textbox').last()).toBeVisible();
  },
  overlay: open !== undefined,
});
const choose = (place: number) => async (page: Page) => {
  await page.getByRole('article').first().getByRole('button').first().click();
  await page.getByRole('menuitem').nth(place).click();
};

export const administrationScreens: Record<string, Screen> = {
  'administration-customer': ofCustomer(),
  'administration-grant': ofCustomer((page) =>
    page
      .getByRole('main')
      .getByRole('button', { name: /^(Grant|Offrir)/ })
      .click(),
  ),
  'administration-extend': ofCustomer(choose(0)),
  'administration-revoke': ofCustomer(choose(1)),
  'administration-reveal': ofCustomer(choose(3)),
  'administration-seats': ofCustomer(async (page) => {
    await choose(4)(page);
    await page.getByRole('spinbutton').fill('24');
    await page.getByRole('dialog').locator('[type="submit"]').click();
    await expect(page.getByRole('dialog').locator('dl')).toBeVisible();
  }),
  'administration-cancel': ofCustomer(choose(6)),
  'administration-refund': ofCustomer((page) => page.getByRole('button', { name: /4418-2300/ }).click()),
  'administration-overview': {
    path: '/administration',
    answers: asAdministrator(),
    ready: drawn(6),
  },
  'administration-overview-tables': {
    path: '/administration',
    answers: asAdministrator({ 'administration.overview.read': () => anOverviewAfterAnOutage() }),
    ready: async (page) => {
      await drawn(6)(page);
      const buttons = page.getByRole('button', {
        name: /^Show “.*” as a table$|^Afficher « .* » en tableau$/,
      });
      while ((await buttons.count()) > 0) await buttons.first().click();
      await expect(page.locator('.recharts-surface')).toHaveCount(0);
    },
  },
  'administration-overview-empty': {
    path: '/administration',
    answers: asAdministrator({ 'administration.overview.read': () => anEmptyOverview() }),
    ready: heading(2),
  },
  'administration-overview-definition': {
    path: '/administration',
    answers: asAdministrator({ 'administration.overview.read': () => anOverview() }),
    ready: async (page) => {
      await page.locator('dl button').first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    overlay: true,
  },
  'administration-audit-log': {
    path: '/administration/audit-log',
    answers: asAdministrator(log),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-audit-log-empty': {
    path: '/administration/audit-log?act=customer.erase&from=2026-11-01',
    answers: asAdministrator({
      'administration.audit.list': () => ({ entries: [], newer: null, older: null }),
    }),
    ready: heading(2),
  },
  'administration-audit-entry': {
    path: '/administration/audit-log',
    answers: asAdministrator(log),
    ready: async (page) => {
      await page.locator('tbody button').first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
    overlay: true,
  },
  'administration-mails': {
    path: '/administration/mails',
    answers: asAdministrator({
      'administration.mails.list': () => ({ mails, newer: null, older: '1796047500000-1' }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-mails-refusing': {
    path: '/administration/mails?show=refusing',
    answers: asAdministrator({
      'administration.mails.refusing': () => ({
        addresses: [
          {
            ...{ customerId: 7, name: 'Nora Lindqvist', email: 'nora@a-mail-server-that-is-long.example' },
            ...{ since: new Date('2026-11-20T08:00:00Z'), isEmailVerified: false, role: null },
          },
        ],
        ...{ newer: null, older: null },
      }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-instances': {
    path: '/administration/instances',
    answers: asAdministrator({
      'administration.instances.list': () => ({
        clients: [
          aClient(),
          aClient({
            ...{ id: 'c-2', name: 'officelife.example', product: 'OfficeLife', overdueChecks: 12 },
            overlapUntil: new Date('2026-12-07T08:00:00Z'),
          }),
          aClient({
            ...{ id: 'c-3', name: 'moved.example', product: null, lastSeenAt: null },
            ...{ disabledAt: new Date('2026-11-29T00:00:00Z'), overdueChecks: 100 },
            recent: { pings: 0, failedSignIns: 31, revokedTokens: 96 },
          }),
        ],
        ...{ newer: null, older: 'c-3', overdueOfUnknown: 3 },
      }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-instances-empty': {
    path: '/administration/instances',
    answers: asAdministrator({
      'administration.instances.list': () => ({
        ...{ clients: [], newer: null, older: null, overdueOfUnknown: 0 },
      }),
    }),
    ready: heading(2),
  },
  'administration-instance': {
    path: '/administration/instances/c-2',
    answers: asAdministrator({
      'administration.instances.find': () => {
        const details = aClientsDetails();
        return {
          ...details,
          ...{ overdueChecks: 12, revokedTokenAt: new Date('2026-11-30T10:00:00Z') },
          days: [...details.days, { day: details.today, outcome: 'token_revoked' as const, total: 17 }],
          secrets: [
            { number: 3, madeAt: new Date('2026-11-30T08:00:00Z'), endsAt: null },
            { number: 2, madeAt: null, endsAt: new Date('2026-12-07T08:00:00Z') },
          ],
        };
      },
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-new-secret': {
    path: '/administration/instances',
    answers: asAdministrator({
      'administration.instances.create': () => ({
        ...{ clientId: aClient().id, clientSecret: 'AhVKLxq0yV3dC2b5h7mJw9sT1uZ4eR6oP8iN0gFkQbA' },
      }),
    }),
    ready: async (page) => {
      await page.locator('main button').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('input').first().fill('monica.oslo.example');
      await dialog.locator('textarea').fill('A new instance');
      await dialog.locator('button[type=submit]').click();
      await expect(dialog.locator('code').last()).toContainText('CUSTOMER_PORTAL_CLIENT_SECRET');
    },
    overlay: true,
  },
  'administration-overdue-checks': {
    path: '/administration/instances/overdue-checks',
    answers: asAdministrator({
      'administration.instances.overdueChecks': () => ({
        checks: [
          anOverdueCheck(),
          anOverdueCheck({ ...{ licenceId: 22, endReason: 'expired', client: null } }),
        ],
        next: '2026-11-20-22',
      }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-administrators': {
    path: '/administration/administrators',
    answers: asAdministrator({
      'administration.administrators.list': () => [
        anAdministrator(),
        aColleague,
        { ...aColleague, id: 13, name: 'Wu Li', role: 'viewer', hasTwoStep: false },
        { ...aColleague, id: 14, name: 'Ana Diaz', isBlocked: true },
      ],
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-change-role': {
    path: '/administration/administrators',
    answers: asAdministrator(),
    ready: async (page) => {
      await page.locator('tbody button').first().click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
    },
    overlay: true,
  },
  'administration-decisions': {
    path: '/administration/customers/7',
    answers: asAdministrator(toDecide),
    ready: (page) => expect(page.getByText('317366-7')).toBeVisible(),
  },
  'administration-two-payments': {
    path: '/administration/customers/7',
    answers: asAdministrator(toDecide),
    ready: async (page) => {
      await page.locator('main section li button').nth(2).click();
      await expect(page.getByRole('dialog').getByRole('radio').first()).toBeVisible();
    },
    overlay: true,
  },
  'administration-correct-email': {
    path: '/administration/customers/7',
    answers: asAdministrator(),
    ready: async (page) => {
      await page.locator('aside section button').first().click();
      await expect(page.getByRole('dialog').locator('[name=email]')).toBeVisible();
    },
    overlay: true,
  },
  'administration-erase': {
    path: '/administration/customers/7',
    answers: asAdministrator(),
    ready: async (page) => {
      await page.locator('aside button[data-variant=danger]').click();
      await expect(page.getByRole('dialog').locator('[name=again]')).toBeVisible();
    },
    overlay: true,
  },
  'administration-second-factor': {
    path: '/administration/administrators',
    answers: asAdministrator({
      'identity.signInMethods': () => ({
        ...{ hasPassword: true, hasAuthenticator: false, hasTwoStep: false },
        ...{ passkeys: 0, passkeysAlone: 0, providers: [] },
      }),
    }),
    ready: heading(),
  },
};
