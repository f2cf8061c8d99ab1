/** Collects everything stored about a customer into one document. */

import type { Deps } from '#server/deps.ts';
import { explainLicences } from '#server/features/billing/explain-licence.ts';
import type { TimelineEntry } from '#server/features/billing/fold/timeline.ts';
import { receiptBatches } from '#server/features/billing/receipts/list-receipts.ts';
import { listLicences } from '#server/features/licences/list-licences.ts';
import { PersonalData } from '#shared/privacy/personal-data.ts';
import { toApiLicence, toApiReceipt } from '#shared/rest-api.ts';

type CollectDeps = Pick<
  Deps,
  | 'events'
  | 'flags'
  | 'keyVault'
  | 'lastPings'
  | 'licenceCipher'
  | 'licenceKeys'
  | 'licences'
  | 'log'
  | 'now'
  | 'paddle'
  | 'paddlePages'
  | 'personalData'
  | 'apiTokens'
  | 'billingDetails'
  | 'plans'
  | 'listedReceipts'
  | 'receipts'
  | 'settings'
  | 'streams'
  | 'subscriptionChanges'
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'subscriptionsOfLicences'
>;

const leftOut = {
  licence_keys:
    'A licence key unlocks the product, so keys are shown only on the licence pages of the portal.',
  secrets: 'Passwords, tokens, secrets and codes are stored hashed or encrypted and cannot be exported.',
} as const;

async function allReceipts(deps: Pick<Deps, 'listedReceipts' | 'paddlePages'>, userId: number) {
  const all: PersonalData['receipts'] = [];
  for await (const batch of receiptBatches(deps, userId)) all.push(...batch.map(toApiReceipt));
  return all;
}

async function allSubscriptions(
  { subscriptions, subscriptionRefs }: Pick<Deps, 'subscriptions' | 'subscriptionRefs'>,
  userId: number,
) {
  const theirs = await subscriptions.listForUser(userId);
  const refs = await subscriptionRefs.listByStreams(theirs.map(({ stream }) => stream));
  return theirs.map((each): PersonalData['subscriptions'][number] => ({
    paddle_subscription_id: Number(each.ref.id),
    references: refs
      .filter(({ stream }) => stream === each.stream)
      .map(({ ref, linkedAt, supersededAt }) => ({
        paddle_product: ref.paddleProduct,
        kind: ref.kind,
        id: ref.id,
        linked_at: linkedAt?.toISOString() ?? null,
        superseded_at: supersededAt?.toISOString() ?? null,
      })),
    paddle_user_id: each.paddleUserId,
    contact_email: each.contactEmail,
    status: each.status,
    quantity: each.quantity,
    started_on: each.startedOn,
    trial_ends_on: each.trialEndsOn,
    next_bill_on: each.nextBillOn,
    next_charge: each.nextCharge,
    period_price: each.periodPrice,
    first_charge: each.firstCharge,
    next_retry_on: each.nextRetryOn,
    paused_from: each.pausedFrom,
    paused_reason: each.pausedReason,
    ends_on: each.endsOn,
  }));
}

async function allChanges({ subscriptionChanges }: Pick<Deps, 'subscriptionChanges'>, userId: number) {
  const changes = await subscriptionChanges.listForUser(userId);
  return changes.map((change): PersonalData['subscription_changes'][number] => ({
    kind: change.kind,
    licence_id: change.licenceId,
    quantity: change.wanted.quantity ?? null,
    plan_id: change.wanted.planId ?? null,
    shown: change.preview,
    reason: change.reason,
    state: change.state,
    refusal: change.refusal,
    asked_at: change.askedAt.toISOString(),
    settled_at: change.settledAt?.toISOString() ?? null,
    expires_at: change.expiresAt?.toISOString() ?? null,
  }));
}

/**
 * Converts a timeline entry for the export. Leaves out Paddle's update and cancel URLs, because they work for anyone
 * who has them.
 */
function entryOf({ at, type, changes }: TimelineEntry): PersonalData['timelines'][number]['entries'][number] {
  const { updateUrl: _update, cancelUrl: _cancel, ...subscription } = changes.subscription;
  const { entitlement: licence, receipts, flags } = changes;
  return { at: at.toISOString(), type, changes: { subscription, licence, receipts, flags } };
}

/**
 * Returns null if the account no longer exists. The result is parsed with the schema, which removes every field that
 * the schema lacks, so that nothing undeclared can leak.
 */
export async function collectPersonalData(deps: CollectDeps, userId: number): Promise<PersonalData | null> {
  const signIn = await deps.personalData.find(userId);
  if (!signIn) return null;
  const streams = await deps.streams.listByUser(userId);
  const explanations = await explainLicences(
    deps,
    streams.map(({ stream }) => stream),
  );
  const timelines = explanations.map(({ stream, entries }) => ({ stream, entries: entries.map(entryOf) }));
  const tokens = await deps.apiTokens.listForUser(userId);
  const licences = await listLicences(deps, { userId });
  return PersonalData.parse({
    format: 1,
    generated_at: new Date().toISOString(),
    left_out: leftOut,
    ...signIn,
    licences: licences.map(toApiLicence),
    last_pings: licences.flatMap(({ id, lastPing }) =>
      lastPing
        ? [
            {
              licence_id: id,
              pinged_at: lastPing.at.toISOString(),
              next_check_at: lastPing.nextCheckOn,
              end_reason: lastPing.endReason,
            },
          ]
        : [],
    ),
    subscriptions: await allSubscriptions(deps, userId),
    receipts: await allReceipts(deps, userId),
    billing_details: (await deps.billingDetails.listForUser(userId)).map((given) => ({
      company_name: given.companyName,
      vat_number: given.vatNumber,
      given_at: given.givenAt.toISOString(),
    })),
    subscription_changes: await allChanges(deps, userId),
    timelines,
    api_tokens: tokens.map(({ name, permissions, createdAt, expiresAt, lastUsedAt }) => ({
      ...{ name, permissions },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
      last_used_at: lastUsedAt?.toISOString() ?? null,
    })),
  });
}
