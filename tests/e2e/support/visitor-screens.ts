/** Screens of the welcome page, of signing up and signing in, and of the legal pages. */
import { expect } from '@playwright/test';
import { loginProviderIds } from '#shared/identity/login-providers.ts';

import { fromMonica, heading, type Screen, visitor, waits, withProviders } from './screen.ts';

export const visitorScreens: Record<string, Screen> = {
  welcome: {
    path: '/',
    answers: visitor,
    ready: (page) => expect(page.getByText('90').first()).toBeVisible(),
  },
  login: { path: '/login', answers: visitor, ready: heading() },
  'login-providers': {
    path: '/login?social=email_taken&provider=google',
    answers: withProviders,
    ready: (page) => expect(page.locator('a[href^="/auth/"]')).toHaveCount(loginProviderIds.length),
  },
  'finish-registration': {
    path: '/register/finish',
    answers: visitor,
    auth: { '/first-sign-in': () => ({ status: 200, says: { waiting: fromMonica } }) },
    ready: (page) => expect(page.locator('[name=email]')).toBeVisible(),
  },
  'login-refused': {
    path: '/login',
    answers: visitor,
    auth: { '/sign-in/email': () => ({ status: 200 }) },
    ready: async (page) => {
      await page.locator('[name=email]').fill('nora');
      await page.locator('button[type=submit]').click();
      await expect(page.locator('[name=email]')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  register: { path: '/register?next=/monica', answers: visitor, ready: heading() },
  'register-plan': {
    path: '/register?next=%2Fofficelife%3Fplan%3D22%26seats%3D5',
    answers: visitor,
    ready: (page) => expect(page.getByRole('heading', { level: 1 })).toContainText('200'),
  },
  'signed-up': {
    path: '/verify-email?email=nora%40lindqvist.se&signedUp=true',
    answers: visitor,
    ready: heading(),
  },
  'verify-email': { path: '/verify-email?email=nora%40lindqvist.se', answers: visitor, ready: heading() },
  'login-confirmed': {
    path: '/login?confirmed=true&email=nora%40lindqvist.se&next=%2Fmonica%3Fplan%3D12',
    answers: visitor,
    ready: heading(),
  },
  'verify-expired': { path: '/verified?error=TOKEN_EXPIRED', answers: visitor, ready: heading() },
  'confirm-address': { path: '/verified?token=abc.def', answers: visitor, ready: heading() },
  'confirm-anew': {
    path: '/verified?token=abc.def',
    answers: visitor,
    ready: async (page) => {
      await page.locator('form button[type=button]').last().click();
      await expect(page.locator('[autocomplete=new-password]')).toBeVisible();
    },
  },
  'second-step': {
    path: '/login?second=true',
    answers: visitor,
    auth: waits(['totp', 'passkey']),
    ready: (page) => expect(page.locator('[name=code]')).toBeFocused(),
  },
  'second-step-key': {
    path: '/login?second=true',
    answers: visitor,
    auth: waits(['passkey']),
    ready: (page) => expect(page.locator('form button[type=submit]')).toBeFocused(),
  },
  'forgot-password': { path: '/forgot-password', answers: visitor, ready: heading() },
  'reset-password': {
    path: '/reset-password?token=abc',
    answers: visitor,
    auth: {
      '/reset-password/check': () => ({ status: 200, says: { works: true, email: 'nora@lindqvist.se' } }),
    },
    ready: heading(),
  },
  terms: { path: '/terms', answers: visitor, ready: heading(2) },
  privacy: { path: '/privacy', answers: visitor, ready: heading(2) },
  'account-deleted': { path: '/account-deleted', answers: visitor, ready: heading() },
  'stop-correction': { path: '/stop-correction?token=12.abc', answers: visitor, ready: heading() },
};
