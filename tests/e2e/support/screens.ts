/** All screens, each with the data to render it with. */
import { expect, type Page } from '@playwright/test';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { ApiTokenView } from '#shared/accounts/api-tokens.ts';
import { AppError } from '#shared/errors.ts';
import { loginProviderIds } from '#shared/identity/login-providers.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import type { Answers, AuthAnswer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  anOffer,
  anOfferList,
  aProfile,
  aReceiptPage,
  endedLicences,
  facts,
  licenceStates,
  manyReceipts,
  nora,
  securityEvents,
  sessions,
  usd,
} from '#tests/pages/support/fixtures.ts';

export interface Screen {
  path: string;
  answers: (locale: Locale) => Partial<Answers>;
  auth?: Record<string, AuthAnswer>;
  ready: (page: Page) => Promise<void>;
  /** True if something covers the page. The screenshot then shows the window instead of the whole page. */
  overlay?: boolean;
}

const heading =
  (level = 1) =>
  (page: Page) =>
    expect(page.getByRole('heading', { level }).first()).toBeVisible();

const signedIn =
  (answers: Partial<Answers> = {}) =>
  (locale: Locale): Partial<Answers> => ({
    'accounts.me': () => ({ ...nora, locale }),
    'billing.receipts': () => aReceiptPage(manyReceipts),
    ...answers,
  });

const aToken: ApiTokenView = {
  id: 5,
  name: 'Bookkeeping',
  permissions: ['licences:read', 'receipts:read'],
  createdAt: new Date('2026-10-01T08:00:00Z'),
  expiresAt: new Date('2099-01-15T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T08:00:00Z'),
};
const tokens: ApiTokenView[] = [
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

const everyWayIn = {
  ...{ hasPassword: true, hasAuthenticator: true, hasSecondStep: true },
  ...{ passkeys: 2, passkeysAlone: 1, providers: ['github'] },
};

const visitor = () => ({});

const withProviders = (): Partial<Answers> => ({
  'catalogue.facts': () => ({ ...facts, loginProviders: [...loginProviderIds] }),
});
const fromMonica = { provider: 'monica', name: 'Nora', email: null, needsEmail: true } as const;

const monicaWith = (licence: (typeof licenceStates)[keyof typeof licenceStates]): Screen => ({
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

const licences = Object.fromEntries(
  Object.entries(licenceStates).map(([state, licence]) => [`monica-${state}`, monicaWith(licence)]),
);

const ended = Object.fromEntries(
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
async function askToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Delete my account|Supprimer mon compte)$/ }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByText('OfficeLife')
      .or(page.getByText(/^(You have no|Vous n’avez aucune) licence/)),
  ).toBeVisible();
}

const euros = (minor: number) => ({ minor, currency: 'EUR' });

/** Returns a pending sign-in that accepts any of these second factors. */
const waits = (waiting: readonly SecondFactor[]): Record<string, AuthAnswer> => ({
  '/second-step/waiting': () => ({ status: 200, says: { waiting } }),
});

/** Returns a user with a password and a security key that has only a button. */
const withKey = (hasSecondStep: boolean): Partial<Answers> => ({
  'identity.signInMethods': () => ({
    hasPassword: true,
    hasAuthenticator: false,
    hasSecondStep,
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
    },
  ],
});

export const screens: Record<string, Screen> = {
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
  'settings-providers': {
    path: '/user/account?social=linked&provider=github',
    answers: signedIn({
      ...withProviders(),
      'identity.signInMethods': () => ({
        hasPassword: false,
        hasAuthenticator: false,
        hasSecondStep: false,
        passkeys: 0,
        passkeysAlone: 0,
        providers: ['github'],
      }),
    }),
    ready: (page) => expect(page.locator('#linked-accounts li').first()).toBeVisible(),
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
  'verify-email': { path: '/verify-email?email=nora%40lindqvist.se', answers: visitor, ready: heading() },
  verified: { path: '/verified', answers: visitor, ready: heading() },
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
    path: '/login?second=%5B%22totp%22%5D',
    answers: visitor,
    auth: waits(['totp', 'passkey']),
    ready: (page) => expect(page.locator('[name=code]')).toBeFocused(),
  },
  'second-step-key': {
    path: '/login?second=%5B%22passkey%22%5D',
    answers: visitor,
    auth: waits(['passkey']),
    ready: (page) => expect(page.locator('form button[type=submit]')).toBeFocused(),
  },
  'forgot-password': { path: '/forgot-password', answers: visitor, ready: heading() },
  'reset-password': { path: '/reset-password?token=abc', answers: visitor, ready: heading() },
  terms: { path: '/terms', answers: visitor, ready: heading(2) },
  privacy: { path: '/privacy', answers: visitor, ready: heading(2) },
  home: {
    path: '/dashboard',
    answers: signedIn({
      'licences.list': () => [licenceStates.active, anEndedLicence({ product: 'OfficeLife', quantity: 6 })],
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'home-empty': {
    path: '/dashboard',
    answers: signedIn({ 'billing.receipts': () => aReceiptPage([]) }),
    ready: heading(2),
  },
  ...licences,
  ...ended,
  'monica-key-shown': {
    ...monicaWith(licenceStates.active),
    ready: async (page) => {
      await page.getByRole('group').getByRole('button').first().click();
      await expect(page.locator('code')).toContainText('eyJpdiI6eyJpdiI6');
    },
  },
  'monica-several': {
    path: '/monica',
    answers: signedIn({
      'licences.list': () => [
        licenceStates.active,
        { ...licenceStates.cancelled, id: 42 },
        ...Object.values(endedLicences).map((licence, index) => ({ ...licence, id: 50 + index })),
      ],
    }),
    ready: (page) => expect(page.locator('code').first()).toBeVisible(),
  },
  'monica-twice': {
    path: '/monica',
    answers: signedIn({
      'licences.list': () => [{ ...licenceStates.yearly, id: 42, isSecond: true }, licenceStates.active],
    }),
    ready: (page) => expect(page.locator('code').first()).toBeVisible(),
  },
  'monica-buy': {
    path: '/monica',
    answers: signedIn(),
    ready: (page) => expect(page.getByRole('radio').first()).toBeVisible(),
  },
  'monica-buy-vat': {
    path: '/monica',
    answers: signedIn({
      'catalogue.offers': ({ product }) =>
        anOfferList(product, {
          country: 'FR',
          offers: [
            anOffer(product, 'Monthly', { unitPrice: euros(1_080), unitTax: euros(180) }),
            anOffer(product, 'Annual', { unitPrice: euros(10_800), unitTax: euros(1_800) }),
          ],
        }),
    }),
    ready: async (page) => {
      await page.locator('summary').click();
      await page.getByRole('checkbox').check();
      await page.locator('form button[type=submit]').click();
      await expect(page.locator('[name=number]')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  'monica-own-prices': {
    path: '/monica',
    answers: signedIn({
      'catalogue.offers': ({ product }) => anOfferList(product, { priceSource: 'plan' }),
      'licences.list': () => [anEndedLicence()],
    }),
    ready: (page) => expect(page.getByRole('radio').first()).toBeVisible(),
  },
  'monica-country': {
    path: '/monica',
    answers: signedIn(),
    overlay: true,
    ready: async (page) => {
      await page.getByRole('complementary').getByRole('button').click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  'monica-waiting': {
    path: '/monica?checkout=138-chre&after=12',
    answers: signedIn({ 'licences.list': () => [anEndedLicence()] }),
    ready: heading(2),
  },
  'monica-licensed-already': {
    path: '/monica',
    answers: signedIn({
      'billing.startCheckout': () => {
        throw new AppError('already_licensed', 'a fixture that refuses');
      },
    }),
    ready: async (page) => {
      await page.locator('form button[type=submit]').click();
      await expect(page.getByRole('alert')).toBeVisible();
    },
  },
  officelife: {
    path: '/officelife',
    answers: signedIn({ 'licences.list': () => [anEndedLicence({ product: 'OfficeLife', quantity: 6 })] }),
    ready: async (page) => {
      await page.getByRole('spinbutton').fill('24');
      await expect(page.getByText('960').first()).toBeVisible();
    },
  },
  'officelife-nonsense': {
    path: '/officelife',
    answers: signedIn(),
    ready: async (page) => {
      await page.getByRole('spinbutton').fill('some');
      await expect(page.getByRole('spinbutton')).toHaveAttribute('aria-invalid', 'true');
    },
  },
  'officelife-active': {
    path: '/officelife',
    answers: signedIn({
      'licences.list': () => [
        aLicence({
          ...licenceStates.yearly,
          product: 'OfficeLife',
          quantity: 1_200,
          lastPaid: usd(4_800_000),
        }),
      ],
    }),
    ready: (page) => expect(page.locator('code')).toBeVisible(),
  },
  receipts: {
    path: '/receipts',
    answers: signedIn({
      'billing.receipts': () => aReceiptPage(manyReceipts, { page: 1, pages: 3, total: 45 }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'receipts-empty': {
    path: '/receipts?product=OfficeLife',
    answers: signedIn({ 'billing.receipts': () => aReceiptPage([]) }),
    ready: heading(2),
  },
  profile: {
    path: '/user/profile',
    answers: signedIn({ 'accounts.profile.find': () => aProfile }),
    ready: (page) => expect(page.getByRole('button', { name: /profil/i }).last()).toBeVisible(),
  },
  settings: {
    path: '/user/account',
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
    path: '/user/account',
    answers: signedIn(withKey(false)),
    ready: (page) => expect(page.getByText('Key ring')).toBeVisible(),
  },
  'settings-key-on': {
    path: '/user/account',
    answers: signedIn({ ...withKey(true), 'identity.twoStep.recoveryCodesLeft': () => ({ left: 2 }) }),
    ready: (page) => expect(page.getByText('Key ring')).toBeVisible(),
  },
  'settings-app-begun': {
    path: '/user/account',
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
    path: '/user/account',
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
    path: '/user/account',
    answers: signedIn({ 'accounts.tokens.list': () => tokens }),
    ready: async (page) => {
      await page.getByRole('button', { name: /^(New token|Nouveau jeton)$/ }).click();
      await page.locator('input[name="token-name"]').press('Enter');
      await expect(page.locator('form').getByRole('group')).toBeVisible();
    },
  },
  'settings-new-token': {
    path: '/user/account',
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
    path: '/user/account',
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
    path: '/user/account',
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
  'account-deleted': { path: '/account-deleted', answers: visitor, ready: heading() },
  'settings-confirm': {
    path: '/user/account',
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
  'account-menu': {
    path: '/dashboard',
    answers: signedIn(),
    overlay: true,
    ready: async (page) => {
      await page
        .getByRole('button', { name: /\(NL\)/ })
        .filter({ visible: true })
        .click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  'failed-receipts': {
    path: '/receipts',
    answers: signedIn({
      'billing.receipts': () => {
        throw new AppError('internal', 'a fixture that fails');
      },
    }),
    ready: (page) => expect(page.getByRole('alert')).toBeVisible(),
  },
  'failed-portal': {
    path: '/dashboard',
    answers: () => ({
      'accounts.me': () => {
        throw new AppError('internal', 'a fixture that fails');
      },
    }),
    ready: (page) => expect(page.getByRole('alert')).toBeVisible(),
  },
  administration: { path: '/administration', answers: signedIn(), ready: heading() },
};

/** The screens that every run checks: only the most complex one. `npm run test:all` checks all of them. */
export const everyDay: readonly string[] = ['receipts on a desk'];
