/** The `Screen` type, and fixture data that several screens share. */
import { expect, type Page } from '@playwright/test';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ApiTokenView } from '#shared/accounts/api-tokens.ts';
import { loginProviderIds } from '#shared/identity/login-providers.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import type { Answers, AuthAnswer } from '#tests/pages/support/fake-server.ts';
import {
  aReceiptPage,
  endedLicences,
  licenceStates,
  manyReceipts,
  nora,
} from '#tests/pages/support/fixtures.ts';
import { publicConfig } from '#tests/pages/support/public-config.ts';

export interface Screen {
  path: string;
  answers: (locale: Locale) => Partial<Answers>;
  auth?: Record<string, AuthAnswer>;
  ready: (page: Page) => Promise<void>;
  /** True if something covers the page. The screenshot then shows only the window instead of the whole page. */
  overlay?: boolean;
}

export const heading =
  (level = 1) =>
  (page: Page) =>
    expect(page.getByRole('heading', { level }).first()).toBeVisible();

export const signedIn =
  (answers: Partial<Answers> = {}) =>
  (locale: Locale): Partial<Answers> => ({
    'accounts.me': () => ({ ...nora, locale }),
    'billing.receipts': () => aReceiptPage(manyReceipts),
    ...answers,
  });

export const aToken: ApiTokenView = {
  id: 5,
  name: 'Bookkeeping',
  permissions: ['licences:read', 'receipts:read'],
  createdAt: new Date('2026-10-01T08:00:00Z'),
  expiresAt: new Date('2099-01-15T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T08:00:00Z'),
};
export const tokens: ApiTokenView[] = [
  aToken,
  {
    ...{
      ...aToken,
      id: 6,
      name: 'A-very-long-name-without-any-place-where-it-could-be-broken-into-two-lines',
    },
    ...{ permissions: ['account:read', 'licences:read', 'receipts:read'] },
    ...{ expiresAt: new Date('2026-01-02T08:00:00Z'), lastUsedAt: null },
  },
];

export const everyWayIn = {
  ...{ hasPassword: true, hasAuthenticator: true, hasTwoStep: true },
  ...{ passkeys: 2, passkeysAlone: 1, providers: ['github'] },
};

export const visitor = () => ({});

export const withProviders = (): Partial<Answers> => ({
  'catalogue.publicConfig': () => ({ ...publicConfig, loginProviders: [...loginProviderIds] }),
});
export const fromMonica = { provider: 'monica', name: 'Nora', email: null, needsEmail: true } as const;

export const monicaWith = (licence: (typeof licenceStates)[keyof typeof licenceStates]): Screen => ({
  path: '/monica',
  answers: signedIn({
    'licences.list': () => [licence],
    'licences.revealKey': () => ({ key: 'eyJpdiI6'.repeat(40) }),
  }),
  ready: async (page) => {
    await expect(page.locator('code')).toBeVisible();
    await expect(page.getByRole('table')).toBeVisible();
  },
});

export const licences = Object.fromEntries(
  Object.entries(licenceStates).map(([state, licence]) => [`monica-${state}`, monicaWith(licence)]),
);

export const ended = Object.fromEntries(
  Object.entries(endedLicences).map(([why, licence]): [string, Screen] => [
    `monica-ended-${why}`,
    {
      path: '/monica',
      answers: signedIn({ 'licences.list': () => [licence] }),
      ready: (page) => expect(page.getByRole('radio').first()).toBeVisible(),
    },
  ]),
);

/** Opens the dialog that confirms the deletion of an account. */
export async function askToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Delete my account|Supprimer mon compte)$/ }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText(/^OfficeLife,/)
      .or(page.getByText(/^(You have no|Vous n’avez aucune) licence/)),
  ).toBeVisible();
}

export const euros = (minor: number) => ({ minor, currency: 'EUR' });
export const yen = (minor: number) => ({ minor, currency: 'JPY' });

/** Returns the server's response for a pending sign-in that accepts any of these second factors. */
export const waits = (waiting: readonly SecondFactor[]): Record<string, AuthAnswer> => ({
  '/two-step/pending': () => ({ status: 200, says: { waiting } }),
});

/** Returns the server's responses for a user who has a password and a security key with only a button. */
export const withKey = (hasTwoStep: boolean): Partial<Answers> => ({
  'identity.signInMethods': () => ({
    hasPassword: true,
    hasAuthenticator: false,
    hasTwoStep,
    passkeys: 1,
    passkeysAlone: 0,
    providers: [],
  }),
  'identity.passkeys': () => [
    {
      id: 3,
      name: 'Key ring',
      isSynced: false,
      signsInAlone: false,
      addedAt: new Date('2026-11-20T10:00:00Z'),
      lastUsedAt: null,
    },
  ],
});
