/** The screens of plans in the administration. */
import { expect, type Page } from '@playwright/test';
import { planAnswers } from '#tests/pages/administration/plans/plan-fixtures.ts';
import { maya } from '#tests/pages/support/administration.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
import type { Screen } from './screen.ts';

const path = '/administration/plans';
const asAdministrator =
  (answers: Partial<Answers> = {}): Screen['answers'] =>
  (locale) => ({ ...planAnswers(answers), 'accounts.me': () => ({ ...maya, locale }) });

/** Opens a dialog by the button at this place among those of the page's content. */
const dialogOf = (button: (page: Page) => ReturnType<Page['locator']>) => async (page: Page) => {
  await button(page).click();
  await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
};

export const planScreens: Record<string, Screen> = {
  'administration-plans': {
    ...{ path, answers: asAdministrator() },
    ready: (page) => expect(page.getByRole('table')).toHaveCount(4),
  },
  'administration-plans-paddle-down': {
    ...{
      path,
      answers: asAdministrator({ 'administration.plans.compare': () => ({ status: 'unavailable' }) }),
    },
    ready: (page) => expect(page.getByRole('status').first()).toBeVisible(),
  },
  'administration-plans-none': {
    path,
    answers: asAdministrator({
      'administration.plans.list': () => [],
      'administration.plans.compare': () => ({ status: 'refused' }),
    }),
    ready: (page) => expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible(),
  },
  'administration-plan-edit': {
    ...{ path, answers: asAdministrator(), overlay: true },
    ready: dialogOf((page) => page.locator('tbody button').first()),
  },
  'administration-plan-retire': {
    ...{ path, answers: asAdministrator(), overlay: true },
    ready: dialogOf((page) => page.locator('tbody button').nth(1)),
  },
  'administration-plans-order': {
    ...{ path, answers: asAdministrator(), overlay: true },
    ready: dialogOf((page) => page.locator('main .row button').first()),
  },
};
