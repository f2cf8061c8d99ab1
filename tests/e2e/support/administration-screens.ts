/** The screens of administration. */
import { expect } from '@playwright/test';
import type { OpenFlag } from '#shared/administration/settling.ts';
import {
  aClient,
  aClientsDetails,
  aColleague,
  aCustomersDetails,
  administrationAnswers,
  aMail,
  anAdministrator,
  anEntry,
  anOverdueCheck,
  maya,
} from '#tests/pages/support/administration.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
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

export const administrationScreens: Record<string, Screen> = {
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
      await expect(dialog.locator('pre')).toBeVisible();
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
      await page.locator('main li button').last().click();
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
