/**
 * The procedures that an administrator may call while viewing a customer's pages. All others are refused, so a new
 * procedure is not viewable until it is added here. Listed procedures must not change anything, and their answers must
 * contain no licence key, token or recovery code. Links to Paddle's pages are removed from the answers, because those
 * pages can change the customer's card, cancel the subscription and show the address on a receipt.
 */
import { z } from 'zod';
import { ReceiptPage } from '#shared/billing/billing.ts';
import { LicenceView } from '#shared/licences/licences.ts';

type Answer = (answer: unknown) => unknown;

const asItIs: Answer = (answer) => answer;

const withoutLinks: Answer = (answer) =>
  z
    .array(LicenceView)
    .parse(answer)
    .map((licence) => ({
      ...licence,
      ...{ cardPage: null, cancelPage: null, keyHint: null },
      notices: licence.notices.map((notice) =>
        'cardPage' in notice ? { ...notice, cardPage: null } : notice,
      ),
    }));

const withoutReceiptUrls: Answer = (answer) => {
  const page = ReceiptPage.parse(answer);
  return { ...page, receipts: page.receipts.map((receipt) => ({ ...receipt, receiptUrl: null })) };
};

export const viewableProcedures: ReadonlyMap<string, Answer> = new Map([
  ['accounts.me', asItIs],
  ['accounts.email.pending', asItIs],
  ['accounts.email.refusal', asItIs],
  ['accounts.mailChoices.list', asItIs],
  ['accounts.profile.find', asItIs],
  ['accounts.tokens.list', asItIs],
  ['billing.changes.card', asItIs],
  ['billing.changes.options', asItIs],
  ['billing.history', asItIs],
  ['billing.receipts', withoutReceiptUrls],
  ['catalogue.legalText', asItIs],
  ['catalogue.offers', asItIs],
  ['catalogue.publicConfig', asItIs],
  ['identity.passkeys', asItIs],
  ['identity.securityLog', asItIs],
  ['identity.sessions.list', asItIs],
  ['identity.signInMethods', asItIs],
  ['identity.twoStep.recoveryCodesLeft', asItIs],
  ['licences.list', withoutLinks],
]);
