/** Screens of the profile and the settings, with their dialogs. */
import { expect } from '@playwright/test';
import { AppError } from '#shared/errors.ts';
import {
  aLicence,
  aProfile,
  endedLicences,
  licenceStates,
  nora,
  securityEvents,
  sessions,
} from '#tests/pages/support/fixtures.ts';

import {
  askToDelete,
  aToken,
  everyWayIn,
  type Screen,
  signedIn,
  tokens,
  withKey,
  withProviders,
} from './screen.ts';

export const settingsScreens: Record<string, Screen> = {
  'settings-providers': {
    path: '/user/profile?social=linked&provider=github',
    answers: signedIn({
      ...withProviders(),
      'identity.signInMethods': () => ({
        hasPassword: false,
        hasAuthenticator: false,
        hasTwoStep: false,
        passkeys: 0,
        passkeysAlone: 0,
        providers: ['github'],
      }),
    }),
    ready: (page) => expect(page.locator('#linked-accounts li').first()).toBeVisible(),
  },
  profile: {
    path: '/user/account',
    answers: signedIn({ 'accounts.profile.find': () => aProfile }),
    ready: (page) =>
      expect(
        page.getByRole('button', { name: /^(?:Save changes|Enregistrer les modifications)$/ }).last(),
      ).toBeVisible(),
  },
  'profile-countries': {
    path: '/user/account',
    answers: signedIn({ 'accounts.profile.find': () => aProfile }),
    ready: async (page) => {
      await page.getByRole('combobox').fill('land');
      await expect(page.getByRole('option').first()).toBeVisible();
    },
    overlay: true,
  },
  'settings-refused-address': {
    path: '/user/profile',
    answers: signedIn({
      'accounts.email.refusal': () => ({ since: new Date('2026-11-20T10:00:00Z') }),
      'identity.sessions.list': () => sessions,
    }),
    ready: (page) => expect(page.locator('#e-mails [data-tone="warn"]')).toBeVisible(),
  },
  settings: {
    path: '/user/profile',
    answers: signedIn({
      'accounts.email.pending': () => ({
        email: 'nora@elsewhere.example',
        expiresAt: new Date('2026-11-24T10:00:00Z'),
      }),
      'identity.sessions.list': () => sessions,
      'identity.securityLog': () => ({ events: securityEvents, next: 1 }),
    }),
    ready: (page) => expect(page.getByRole('listitem').filter({ hasText: 'Firefox' }).first()).toBeVisible(),
  },
  'settings-key': {
    path: '/user/profile',
    answers: signedIn(withKey(false)),
    ready: (page) => expect(page.getByText('Key ring')).toBeVisible(),
  },
  'settings-key-on': {
    path: '/user/profile',
    answers: signedIn({ ...withKey(true), 'identity.twoStep.recoveryCodesLeft': () => ({ left: 2 }) }),
    ready: (page) => expect(page.getByText('Key ring')).toBeVisible(),
  },
  'settings-app-begun': {
    path: '/user/profile',
    answers: signedIn({
      ...withKey(false),
      'identity.twoStep.beginAuthenticator': () => ({
        secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP',
        uri: 'otpauth://totp/Customer%20portal:nora?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJBSWY3DP',
      }),
    }),
    ready: async (page) => {
      await page.getByRole('button', { name: /authenticator app|une application/ }).click();
      await expect(page.locator('[name=code]')).toBeFocused();
    },
  },
  'settings-codes': {
    path: '/user/profile',
    answers: signedIn({
      ...withKey(false),
      'identity.twoStep.turnOn': () => ({
        recoveryCodes: Array.from({ length: 10 }, (_, index) => `abcd${index}-efgh${index}`),
      }),
    }),
    ready: async (page) => {
      await page.getByRole('button', { name: /^(Require a key|Exiger une clé)/ }).click();
      await expect(page.getByText('abcd9-efgh9')).toBeVisible();
    },
  },
  'settings-token-form': {
    path: '/user/profile',
    answers: signedIn({ 'accounts.tokens.list': () => tokens }),
    ready: async (page) => {
      await page.getByRole('button', { name: /^(New token|Nouveau jeton)$/ }).click();
      await page.locator('input[name="token-name"]').press('Enter');
      await expect(page.locator('form').getByRole('group')).toBeVisible();
    },
  },
  'settings-new-token': {
    path: '/user/profile',
    answers: signedIn({
      'accounts.tokens.list': () => tokens,
      'accounts.tokens.create': ({ name }) => ({
        view: { ...aToken, name },
        token: `mcp_${'Jb0qk9tU5m3sV2x'.repeat(3).slice(0, 43)}`,
      }),
    }),
    ready: async (page) => {
      await page.getByRole('button', { name: /^(New token|Nouveau jeton)$/ }).click();
      await page.locator('input[name="token-name"]').fill('Bookkeeping');
      const form = page.locator('form').filter({ has: page.locator('input[name="token-name"]') });
      await form.getByRole('checkbox').first().check();
      await form.getByRole('button').first().click();
      await expect(page.getByText(/^mcp_/)).toBeVisible();
    },
  },
  'settings-delete-account': {
    path: '/user/profile',
    answers: signedIn({
      'licences.list': () => [
        aLicence({ product: 'OfficeLife', quantity: 14 }),
        licenceStates.granted,
        endedLicences.unpaid,
      ],
    }),
    overlay: true,
    ready: askToDelete,
  },
  'settings-account-kept': {
    path: '/user/profile',
    answers: signedIn({
      'privacy.deleteAccount': () => ({
        ...{ status: 'kept', why: 'paddle_unavailable' },
        cancelled: [{ id: 42, product: 'OfficeLife', quantity: 14, worksThrough: aLicence().validUntil }],
      }),
    }),
    ready: async (page) => {
      await askToDelete(page);
      await page.locator('input[name="typed-email"]').fill(nora.email);
      await page.locator('input[name="typed-email"]').press('Enter');
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  'settings-confirm': {
    path: '/user/profile',
    answers: signedIn({
      'identity.signInMethods': () => everyWayIn,
      'identity.twoStep.recoveryCodesLeft': () => ({ left: 7 }),
      'accounts.email.requestChange': () => {
        throw new AppError('confirmation_needed', 'a fixture that asks');
      },
    }),
    overlay: true,
    ready: async (page) => {
      await page.locator('#email input').fill('nora@elsewhere.example');
      await page.locator('#email input').press('Enter');
      await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(5);
    },
  },
  'confirm-email': {
    path: '/confirm-email?token=12.abc',
    answers: signedIn({
      'accounts.email.ofLink': () => ({ email: 'nora@elsewhere.example', expiresAt: new Date() }),
    }),
    ready: (page) => expect(page.locator('main').getByRole('button')).toBeVisible(),
  },
};
