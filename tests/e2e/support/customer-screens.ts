/** Screens of home, licences, purchases and receipts. */
import { expect } from '@playwright/test';
import { AppError } from '#shared/errors.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { aHistory } from '#tests/pages/support/a-history.ts';
import { keepPreview } from '#tests/pages/support/change-fixtures.ts';
import {
  aLicence,
  anEndedLicence,
  anOffer,
  anOfferList,
  anOverdueNotice,
  aReceiptPage,
  day,
  endedLicences,
  licenceStates,
  manyReceipts,
  usd,
} from '#tests/pages/support/fixtures.ts';
import { variedReceipts } from '#tests/pages/support/varied-receipts.ts';

import { ended, euros, heading, licences, monicaWith, type Screen, signedIn, yen } from './screen.ts';

const homeWith = (list: LicenceView[]): Screen => ({
  path: '/dashboard',
  answers: signedIn({ 'licences.list': () => list }),
  ready: (page) => expect(page.getByRole('table')).toBeVisible(),
});

export const customerScreens: Record<string, Screen> = {
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
  'home-two-products': homeWith([
    licenceStates.active,
    aLicence({
      ...licenceStates.yearly,
      id: 42,
      product: 'OfficeLife',
      quantity: 12,
      price: usd(48_000),
      nextCharge: usd(48_000),
    }),
  ]),
  'home-overdue': homeWith([licenceStates.grace]),
  'home-overdue-late': homeWith([
    { ...licenceStates.grace, notices: [anOverdueNotice({ retryOn: day('2026-11-28') })] },
  ]),
  'home-cancelled': homeWith([
    {
      ...licenceStates.cancelled,
      notices: [{ kind: 'ending', through: day('2026-12-12'), cause: 'cancelled' }],
    },
  ]),
  'home-ended': homeWith([endedLicences.cancelled]),
  'home-lapsed': homeWith([endedLicences.unpaid]),
  'home-twice': homeWith([
    { ...licenceStates.yearly, id: 42, notices: [{ kind: 'two_payments' }] },
    licenceStates.grace,
  ]),
  ...licences,
  ...ended,
  'monica-key-shown': {
    ...monicaWith(licenceStates.active),
    ready: async (page) => {
      await page.getByRole('group').getByRole('button').first().click();
      await expect(page.locator('code')).toContainText('eyJpdiI6eyJpdiI6');
    },
  },
  'officelife-history': {
    path: '/officelife',
    answers: signedIn({
      'licences.list': () => [
        {
          ...{ ...licenceStates.past_due, product: 'OfficeLife', quantity: 8 },
          lastPing: {
            ...{ at: new Date('2026-10-13T09:00:00Z'), nextCheckOn: day('2026-11-13') },
            ...{ endReason: null, isOverdue: true },
          },
        },
      ],
      'billing.history': () => aHistory,
    }),
    ready: async (page) => {
      await page.locator('details').first().locator('summary').click();
      await page.locator('details button').first().click();
      await expect(page.locator('details time')).toHaveCount(8);
    },
  },
  'monica-keep': {
    path: '/monica',
    answers: signedIn({
      'licences.list': () => [licenceStates.cancelled],
      'billing.changes.keep.preview': () => ({ status: 'possible', preview: keepPreview }),
    }),
    overlay: true,
    ready: async (page) => {
      await page.locator('[id^=note-] button').click();
      await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(3);
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
      'licences.list': () => [
        { ...licenceStates.yearly, id: 42, notices: [{ kind: 'two_payments' }] },
        licenceStates.active,
      ],
    }),
    ready: (page) => expect(page.locator('code').first()).toBeVisible(),
  },
  'monica-buy': {
    path: '/monica',
    answers: signedIn(),
    ready: (page) => expect(page.getByRole('radio').first()).toBeVisible(),
  },
  'monica-buy-yearly': {
    path: '/monica?plan=12',
    answers: signedIn({
      'catalogue.offers': ({ product }) =>
        anOfferList(product, {
          offers: anOfferList(product).offers.map((offer) => ({
            ...offer,
            unitTax: { minor: 0, currency: 'USD' },
            plan: { ...offer.plan, description: 'For you and everyone in your account.' },
          })),
        }),
    }),
    ready: (page) => expect(page.getByRole('radio').last()).toBeChecked(),
  },
  'monica-buy-missing': {
    path: '/monica',
    answers: signedIn(),
    ready: async (page) => {
      await page.locator('form button[type=submit]').click();
      await expect(page.getByRole('radio').first()).toBeFocused();
    },
  },
  'officelife-buy-yen': {
    path: '/officelife?plan=21&seats=12',
    answers: signedIn({
      'catalogue.offers': ({ product }) =>
        anOfferList(product, {
          country: 'JP',
          offers: [
            anOffer(product, 'Monthly', { unitPrice: yen(1_320), unitTax: yen(120) }),
            anOffer(product, 'Annual', { unitPrice: yen(13_200), unitTax: yen(1_200) }),
          ],
        }),
    }),
    ready: (page) => expect(page.getByRole('radio').first()).toBeChecked(),
  },
  'monica-buy-vat': {
    path: '/monica?plan=12',
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
    path: '/monica?plan=12',
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
          price: usd(4_800_000),
          nextCharge: usd(4_800_000),
        }),
      ],
    }),
    ready: (page) => expect(page.locator('code')).toBeVisible(),
  },
  receipts: {
    path: '/receipts',
    answers: signedIn({
      'billing.receipts': () => aReceiptPage(manyReceipts, { total: 45, older: '1765497600000-8' }),
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'receipts-varied': {
    path: '/receipts',
    answers: signedIn({
      'billing.receipts': () => aReceiptPage(variedReceipts),
      'licences.list': () => [licenceStates.grace],
    }),
    ready: (page) => expect(page.getByRole('table')).toBeVisible(),
  },
  'receipts-empty': {
    path: '/receipts?product=OfficeLife',
    answers: signedIn({ 'billing.receipts': () => aReceiptPage([]) }),
    ready: heading(2),
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
