/** Shows the payload of an event field by field, with personal data folded away. */
import { isInternalType } from '#server/features/billing/fold/internal-events.ts';
import type { AlertReader } from '#server/platform/paddle/port.ts';
import type { PayloadField } from '#shared/administration/inbox/inbox.ts';
import type { LoggedEvent } from './events.ts';

/**
 * The fields of the portal's own events that say nothing about a person: numbers, days, amounts and states. All others
 * are folded, fields of other releases included. The fields of Paddle's alerts are listed with erasure, which removes
 * the same ones (`platform/paddle/classic/personal-fields`).
 */
const impersonal: ReadonlySet<string> = new Set([
  ...[
    'by',
    'userId',
    'account',
    'planId',
    'quantity',
    'status',
    'how',
    'isErased',
    'flag',
    'other',
    'why',
    'intent',
  ],
  ...['ref', 'subscriptionId', 'paddleUserId', 'paymentId', 'signedUpOn', 'until', 'nextBillOn', 'on'],
  ...[
    'billableId',
    'isOrphan',
    'trialEndsOn',
    'endsOn',
    'validUntil',
    'isLicensed',
    'isRefused',
    'state',
    'startedOn',
    'paidBy',
  ],
  ...['pausedFrom', 'pausedReason', 'amount', 'price', 'firstCharge', 'paidOn', 'paidThrough', 'oldKeyUntil'],
]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Returns the fields in the order of the payload. Personal ones have no value, unless `isUnfolded` is set. */
export function foldedPayload(
  paddle: Pick<AlertReader, 'redactAlert'>,
  { type, payload }: Pick<LoggedEvent, 'type' | 'payload'>,
  { isUnfolded = false }: { isUnfolded?: boolean } = {},
): PayloadField[] {
  const kept = isInternalType(type) ? null : paddle.redactAlert(payload);
  return Object.entries(payload).map(([name, value]) => {
    // An empty field tells nothing, so there is nothing to fold away.
    const isPersonal = kept ? kept[name] !== value : !impersonal.has(name) && value !== null && value !== '';
    return { name, value: isPersonal && !isUnfolded ? null : textOf(value), isPersonal };
  });
}
