/** The rows of the access matrix: who may call each procedure, with which input. */
import { inboxRows } from './inbox-rows.ts';
import { instanceRows } from './instance-rows.ts';
import { planRows } from './plan-rows.ts';

const emptyProfile = {
  companyName: null,
  numberOfEmployees: null,
  addressLine1: null,
  addressLine2: null,
  city: null,
  postalCode: null,
  state: null,
  country: null,
};

/** IDs of the owner's records, which the inputs below refer to. */
export interface Owned {
  licenceId: number;
  subject: string;
  tokenId: number;
  sessionId: number;
  passkeyId: number;
  /** The owner's address. */
  email: string;
  /** The owner's account. */
  customerId: number;
  /** An order that the owner paid. */
  orderId: string;
}

/**
 * Who may call a procedure:
 * - `public`: anyone.
 * - `own`: any customer. The input can't refer to another customer's record.
 * - `named`: any customer, but the record in the input must belong to them. Otherwise the response is "not found".
 * - `confirmed` and `named confirmed`: like `own` and `named`, but only shortly after reauthentication.
 * - `admin`: administrators only. `tests/api/administration/access-of-administrators.test.ts` tests which of them.
 */
type Rule = 'public' | 'own' | 'named' | 'confirmed' | 'named confirmed' | 'admin';

export interface Row {
  rule: Rule;
  input?: (owned: Owned) => unknown;
  /**
   * Error code that the owner gets if the call can't succeed in this test, because there is no Paddle and no mail
   * server.
   */
  ownerHears?: string;
  /**
   * Error code that other customers get if it differs from the owner's, because the input contains the owner's data.
   */
  strangersHear?: string;
}

export const matrix: Record<string, Row> = {
  'accounts.me': { rule: 'public' },
  'accounts.emailCorrection.stop': { rule: 'public', input: () => ({ token: '1.none' }) },
  'identity.signInMethods': { rule: 'own' },
  'identity.passkeys': { rule: 'own' },
  'identity.renamePasskey': { rule: 'named', input: ({ passkeyId }) => ({ id: passkeyId, name: 'renamed' }) },
  'identity.removePasskey': { rule: 'named confirmed', input: ({ passkeyId }) => ({ id: passkeyId }) },
  'identity.passwords.change': {
    rule: 'confirmed',
    input: () => ({ newPassword: 'quite another long secret' }),
  },
  'identity.passwords.setFirst': {
    rule: 'confirmed',
    input: () => ({ newPassword: 'quite another long secret' }),
    ownerHears: 'outdated',
  },
  'identity.reauthentication.byPassword': {
    rule: 'own',
    input: () => ({ password: 'not the password' }),
    ownerHears: 'password_wrong',
  },
  'identity.reauthentication.sendCode': { rule: 'own', ownerHears: 'another_way_needed' },
  'identity.reauthentication.byCode': {
    rule: 'own',
    input: () => ({ code: '000000' }),
    ownerHears: 'another_way_needed',
  },
  'identity.reauthentication.byProvider': {
    rule: 'own',
    input: () => ({ provider: 'github' }),
    ownerHears: 'another_way_needed',
  },
  'identity.twoStep.beginAuthenticator': { rule: 'confirmed' },
  'identity.twoStep.confirmAuthenticator': {
    rule: 'confirmed',
    input: () => ({ code: '000000' }),
    ownerHears: 'outdated',
  },
  'identity.twoStep.removeAuthenticator': { rule: 'confirmed' },
  'identity.twoStep.turnOn': { rule: 'confirmed', strangersHear: 'outdated' },
  'identity.twoStep.turnOff': { rule: 'confirmed' },
  'identity.twoStep.renewRecoveryCodes': { rule: 'confirmed', ownerHears: 'outdated' },
  'identity.twoStep.recoveryCodesLeft': { rule: 'own' },
  'identity.linkProvider': {
    rule: 'confirmed',
    input: () => ({ provider: 'github' }),
    ownerHears: 'not_found',
  },
  'identity.unlinkProvider': {
    rule: 'confirmed',
    input: () => ({ provider: 'github' }),
    ownerHears: 'not_found',
  },
  'identity.securityLog': { rule: 'own', input: () => ({}) },
  'accounts.rename': { rule: 'own', input: () => ({ name: 'Another Name' }) },
  'accounts.setCountry': { rule: 'own', input: () => ({ country: 'CA' }) },
  'accounts.setLocale': { rule: 'own', input: () => ({ locale: 'fr' }) },
  'accounts.email.pending': { rule: 'own' },
  'accounts.email.refusal': { rule: 'own' },
  'accounts.email.tryAgain': { rule: 'own' },
  'accounts.email.requestChange': {
    rule: 'confirmed',
    input: () => ({ email: 'new@example.test' }),
  },
  'accounts.email.ofLink': { rule: 'own', input: () => ({ token: 'no-such-token' }) },
  'accounts.email.sendAgain': { rule: 'confirmed' },
  'accounts.email.stopChange': { rule: 'own' },
  'accounts.email.confirmChange': { rule: 'own', input: () => ({ token: 'no-such-token' }) },
  'accounts.mailChoices.list': { rule: 'own' },
  'accounts.mailChoices.set': { rule: 'own', input: () => ({ kind: 'renewed', isOn: false }) },
  'accounts.profile.find': { rule: 'own' },
  'accounts.profile.save': { rule: 'own', input: () => emptyProfile },
  'identity.sessions.list': { rule: 'own' },
  'identity.sessions.end': { rule: 'named', input: ({ sessionId }) => ({ id: sessionId }) },
  'identity.sessions.endOthers': { rule: 'own' },
  'accounts.tokens.list': { rule: 'own' },
  'accounts.tokens.create': {
    rule: 'confirmed',
    input: () => ({ name: 'a token', permissions: ['account:read'], expiresInDays: 30 }),
  },
  'accounts.tokens.edit': {
    rule: 'named confirmed',
    input: ({ tokenId }) => ({ id: tokenId, name: 'renamed', permissions: ['account:read'] }),
  },
  'accounts.tokens.delete': { rule: 'named confirmed', input: ({ tokenId }) => ({ id: tokenId }) },
  'billing.startCheckout': {
    rule: 'own',
    input: () => ({ planId: 999_999, quantity: 1 }),
    ownerHears: 'not_found',
  },
  'billing.receipts': { rule: 'own', input: () => ({}) },
  'billing.history': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.changes.options': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.changes.card': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  // Without a reauthentication, because cancelling requires none. Other kinds of changes are tested with the feature.
  'billing.changes.preview': {
    rule: 'named',
    input: ({ licenceId }) => ({ licenceId, change: { kind: 'cancel' } }),
    ownerHears: 'no_subscription',
  },
  'billing.changes.request': {
    rule: 'named',
    input: ({ licenceId }) => ({ licenceId, requestId: '0'.repeat(32), change: { kind: 'cancel' } }),
    ownerHears: 'no_subscription',
  },
  'billing.keys.preview': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.keys.replace': {
    rule: 'named confirmed',
    input: ({ licenceId }) => ({ licenceId, keyId: 999_999, oldKeysUntil: '2026-01-19T10:00:00Z' }),
    ownerHears: 'key_replaced',
  },
  'billing.wantBoth': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.keys.update': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.changes.keep.preview': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'billing.changes.keep.start': {
    rule: 'named',
    input: ({ licenceId }) => ({
      ...{ licenceId, requestId: '1'.repeat(32) },
      shown: { payment: 'today', today: { minor: 9_000, currency: 'USD' } },
    }),
    ownerHears: 'no_subscription',
  },
  'billing.changes.status': {
    rule: 'own',
    input: () => ({ changeId: '0'.repeat(32) }),
    ownerHears: 'not_found',
  },
  'catalogue.offers': { rule: 'public', input: () => ({ product: 'Monica' }) },
  'catalogue.legalText': { rule: 'public', input: () => ({ page: 'terms', locale: 'en' }) },
  'catalogue.publicConfig': { rule: 'public' },
  'licences.list': { rule: 'own', input: () => ({}) },
  'privacy.deleteAccount': {
    rule: 'confirmed',
    input: ({ email }) => ({ email: email }),
    strangersHear: 'invalid_input',
  },
  'licences.revealKey': { rule: 'named', input: ({ licenceId }) => ({ licenceId }) },
  'administration.accounts.resendVerification': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'The e-mail did not arrive' }),
  },
  'administration.accounts.resendMail': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, mailId: 1, reason: 'The e-mail was lost' }),
  },
  'administration.accounts.correctEmail': {
    rule: 'admin',
    input: ({ customerId }) => ({
      ...{ customerId, email: `corrected-${customerId}@example.test`, reason: 'Mistyped when signing up' },
    }),
  },
  'administration.accounts.disableTwoStep': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'Proved who she is on a call' }),
  },
  'administration.accounts.erase': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'Asked by letter' }),
  },
  'administration.administrators.list': { rule: 'admin' },
  'administration.administrators.find': {
    rule: 'admin',
    input: ({ customerId }) => ({ account: String(customerId) }),
  },
  'administration.administrators.make': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'A new colleague', role: 'support' }),
  },
  'administration.administrators.changeRole': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'A new task', role: 'viewer' }),
  },
  'administration.administrators.unmake': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'Has left' }),
  },
  'administration.audit.list': { rule: 'admin', input: () => ({}) },
  'administration.customers.list': { rule: 'admin', input: () => ({}) },
  'administration.customers.search': { rule: 'admin', input: ({ email }) => ({ text: email }) },
  'administration.customers.find': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  'administration.customers.receipts': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  'administration.customers.history': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId }),
  },
  'administration.customers.mails': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  'administration.customers.securityLog': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  ...instanceRows,
  ...inboxRows,
  'administration.licences.grant': {
    rule: 'admin',
    input: ({ customerId }) => ({
      ...{ customerId, reason: 'Writes about us', requestId: 'a'.repeat(32) },
      ...{ planId: 999_999, until: '2099-01-31', seats: 1 },
    }),
  },
  'administration.licences.extend': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({
      ...{ customerId, licenceId, until: '2099-01-31' },
      reason: 'Could not work for a week',
    }),
  },
  'administration.licences.revoke': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId, reason: 'The key is on a forum' }),
  },
  'administration.licences.reinstate': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId, reason: 'It was a mistake' }),
  },
  'administration.licences.previewReissue': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId }),
  },
  'administration.licences.reissue': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({
      ...{ customerId, licenceId, keyId: 999_999, oldKeysUntil: null },
      reason: 'The key is on a forum',
    }),
  },
  'administration.licences.revealKey': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId, reason: 'He reads it out to us' }),
  },
  'administration.mails.list': { rule: 'admin', input: () => ({}) },
  'administration.mails.refusing': { rule: 'admin', input: () => ({}) },
  'administration.mails.findByAddress': { rule: 'admin', input: ({ email }) => ({ address: email }) },
  'administration.mails.liftSuppression': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'A test' }),
  },
  'administration.mails.preview': {
    rule: 'admin',
    input: ({ customerId }) => ({ template: 'verify-email', locale: 'en', customerId }),
  },
  'administration.overview.read': { rule: 'admin' },
  'administration.overview.file': { rule: 'admin', input: () => ({ file: 'revenue' }) },
  'administration.notes.list': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  'administration.notes.add': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'A call', text: 'Called about an invoice' }),
  },
  'administration.notes.delete': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'Settled', noteId: 999_999 }),
  },
  'administration.receipts.previewRefund': {
    rule: 'admin',
    input: ({ customerId, orderId }) => ({ customerId, orderId }),
  },
  'administration.receipts.refund': {
    rule: 'admin',
    input: ({ customerId }) => ({
      ...{ customerId, orderId: '1-1', requestId: 'b'.repeat(32), reason: 'Bought twice' },
      amount: { minor: 100, currency: 'USD' },
    }),
  },
  'administration.settling.flags': { rule: 'admin', input: ({ customerId }) => ({ customerId }) },
  'administration.settling.settleFlag': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reference: 'dispute:1-1', reason: 'The bank decided for us' }),
  },
  'administration.settling.previewClaim': {
    rule: 'admin',
    input: () => ({ stream: 'subscription:999999' }),
    ownerHears: 'not_found',
  },
  'administration.settling.settleClaim': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, stream: 'subscription:999999', reason: 'Sent us the receipt' }),
  },
  'administration.settling.settleDoublePayment': {
    rule: 'admin',
    input: ({ customerId }) => ({
      ...{ customerId, reference: 'second_licence:a+b', requestId: '1'.repeat(32) },
      ...{ decision: 'keep_both', reason: 'Wants both' },
    }),
  },
  'administration.signIn.block': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'The account was taken over' }),
  },
  'administration.signIn.unblock': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'The owner is back' }),
  },
  'administration.signIn.signOut': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'A phone was lost' }),
  },
  ...planRows,
  'administration.subscriptions.options': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId }),
  },
  'administration.subscriptions.preview': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({ customerId, licenceId, change: { kind: 'cancel' } }),
    ownerHears: 'no_subscription',
  },
  'administration.subscriptions.status': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, changeId: 'c'.repeat(32) }),
    ownerHears: 'not_found',
  },
  'administration.subscriptions.changeSeats': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({
      ...{ customerId, licenceId, requestId: 'd'.repeat(32), quantity: 2 },
      reason: 'Asked on the phone',
    }),
  },
  'administration.subscriptions.changePlan': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({
      ...{ customerId, licenceId, requestId: 'e'.repeat(32), planId: 999_999 },
      reason: 'Asked on the phone',
    }),
  },
  'administration.subscriptions.cancel': {
    rule: 'admin',
    input: ({ customerId, licenceId }) => ({
      ...{ customerId, licenceId, requestId: 'f'.repeat(32) },
      reason: 'Asked on the phone',
    }),
  },
  'administration.subscriptions.sync': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'Paddle shows another date' }),
  },
  'administration.viewAs.start': {
    rule: 'admin',
    input: ({ customerId }) => ({ customerId, reason: 'She cannot find her receipts' }),
  },
  'administration.viewAs.stop': { rule: 'admin' },
};
