/** The screens of the inbox of administration. */
import { expect } from '@playwright/test';
import { FlagKind } from '#shared/billing/flags.ts';
import { administrationAnswers, maya } from '#tests/pages/support/administration.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
import { aFlag, anEvent, anInboxSummary, someEventDetails } from '#tests/pages/support/inbox.ts';
import { heading, type Screen } from './screen.ts';

const asAdministrator =
  (answers: Partial<Answers>): Screen['answers'] =>
  (locale) => ({ ...administrationAnswers(answers), 'accounts.me': () => ({ ...maya, locale }) });

const events = [
  anEvent(),
  anEvent({
    ...{
      id: 80,
      type: 'subscription_created',
      state: 'failed',
      nextAttemptAt: new Date('2026-11-30T15:00:00Z'),
    },
    ...{ problem: { kind: 'unknown_plan', paddlePlanId: '4711' }, licenceId: null, customer: null },
  }),
  anEvent({ id: 79, type: 'subscription_updated', state: 'waiting', problem: { kind: 'waiting' } }),
  anEvent({ id: 78, type: 'an_alert_that_paddle_has_added_last_week_with_a_long_name', state: 'stored' }),
  anEvent({ id: 77, type: 'payment_found', source: 'reconciliation', state: 'pending' }),
  anEvent({ id: 76, type: 'new_audience_member', state: 'ignored', customer: null, subscriptionId: null }),
];

export const inboxScreens: Record<string, Screen> = {
  'administration-inbox': {
    path: '/administration/inbox',
    answers: asAdministrator({
      'administration.inbox.list': () => ({ events, newer: null, older: '1796047500000-76' }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-inbox-not-in-order': {
    path: '/administration/inbox?view=findings',
    answers: asAdministrator({
      'administration.inbox.summary': () => {
        const summary = anInboxSummary({ failed: 3, waiting: 1, late: 1_000 });
        const found = { alerts: 12, differences: 1, unapplied: 4 };
        return {
          ...summary,
          search: { ...summary.search, failures: 2, found },
          comparison: { ...summary.comparison, isOverdue: true },
        };
      },
      'administration.inbox.list': () => ({ events: [], newer: null, older: null }),
    }),
    ready: heading(2),
  },
  'administration-inbox-flags': {
    path: '/administration/inbox?view=flags',
    answers: asAdministrator({
      'administration.inbox.flags': () => ({
        flags: FlagKind.options.map((kind, index) =>
          aFlag({ id: index + 1, kind, ...(index % 4 === 3 && { customer: null, licenceId: null }) }),
        ),
        ...{ newer: null, older: null },
      }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'administration-inbox-event': {
    path: '/administration/inbox/90',
    answers: asAdministrator({
      'administration.inbox.find': () =>
        someEventDetails({
          ...{ state: 'failed', problem: { kind: 'malformed' }, wrongFields: 'next_bill_date: is not a day' },
        }),
    }),
    ready: heading(),
  },
  'administration-inbox-unfold': {
    path: '/administration/inbox/90',
    answers: asAdministrator({ 'administration.inbox.find': () => someEventDetails() }),
    ready: async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('main .row.between button').first().click();
      await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
    },
    overlay: true,
  },
};
