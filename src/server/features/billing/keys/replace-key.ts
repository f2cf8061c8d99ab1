/** Replaces a licence key on a customer's request, after a leak. */
import type { Deps } from '#server/deps.ts';
import { reissueUntil } from '#server/features/billing/decisions/reissue-licence.ts';
import type { LicenceAction } from '#server/features/billing/decisions/run-licence-action.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { Counted, Limit } from '#server/platform/rate-limits/limiter.ts';
import type { KeyReplacement, ReplaceKey } from '#shared/billing/keys.ts';
import { daySeconds } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { isStillOffered, type NewKeyRefusal, oldKeysUntil } from './new-key-rules.ts';
import { findOwnLicence, holdRefusal, type OwnLicenceDeps } from './own-licence.ts';

type ReplaceDeps = OwnLicenceDeps & Pick<Deps, 'limiter' | 'log' | 'transaction'>;

/** Keys that an account may replace. A customer who replaces more of them needs help rather than another key. */
const replacements: Limit = { tries: 3, seconds: daySeconds };

/** Returns what replacing the key would do. Changes nothing. */
export async function previewReplacement(
  deps: OwnLicenceDeps,
  asked: { licenceId: number; userId: number },
): Promise<KeyReplacement> {
  const { keyId, refusal } = await findOwnLicence(deps, asked);
  return { keyId, refusal, oldKeysUntil: oldKeysUntil(deps.now()) };
}

interface Replacement {
  licence: Licence;
  keyId: number;
  /** When the old keys stop. */
  until: Date;
}

/** Compares what was confirmed with what is true now. Throws the reason if the key can't be replaced. */
async function readReplacement(
  deps: OwnLicenceDeps,
  userId: number,
  { licenceId, keyId, oldKeysUntil: shown }: ReplaceKey,
): Promise<Replacement> {
  const { licence, keyId: current, refusal } = await findOwnLicence(deps, { licenceId, userId });
  if (refusal) throw forbidden(refusal, licenceId);
  if (current !== keyId) throw new AppError('key_replaced', `key ${keyId} is no longer the current key`);
  const now = deps.now();
  const until = shown === null ? now : new Date(shown);
  if (shown !== null && !isStillOffered(until, now))
    throw new AppError('key_end_changed', `the old key can't be promised to work until ${shown}`);
  return { licence, keyId, until };
}

async function replace(
  deps: Pick<Deps, 'transaction'>,
  { licence, keyId, until }: Replacement,
  decision: Pick<LicenceAction, 'by' | 'reason' | 'source'>,
): Promise<void> {
  const outcome = await reissueUntil<NewKeyRefusal | 'not_found'>(deps, {
    ...{ ...decision, licenceId: licence.id, keyId, oldKeysUntil: until },
    // Checked again in the transaction, because the licence may have been revoked, claimed or disputed since.
    forbids: async (now, bound) =>
      now.userId === licence.userId ? await holdRefusal(bound, now) : 'not_found',
  });
  if (outcome.status === 'refused')
    throw forbidden('licence' in outcome ? outcome.reason : 'not_found', licence.id);
}

/** Replaces the key that an administrator was shown, once, under the same rules as for the customer. */
export async function replaceKeyOf(
  deps: OwnLicenceDeps & Pick<Deps, 'transaction'>,
  { userId, by, reason }: { userId: number; by: number; reason: string },
  request: ReplaceKey,
): Promise<{ oldKeysUntil: Date }> {
  const replacement = await readReplacement(deps, userId, request);
  await replace(deps, replacement, { by, reason, source: 'administrator' });
  return { oldKeysUntil: replacement.until };
}

/**
 * Replaces the key that the customer was shown, once. Throws `key_replaced` if it is no longer the current key, for
 * example because the same request arrived twice, and otherwise the reason for refusing. Only replacements that
 * succeed count toward the limit.
 */
export async function replaceKey(deps: ReplaceDeps, userId: number, request: ReplaceKey): Promise<void> {
  const replacement = await readReplacement(deps, userId, request);
  const counted: Counted = { name: 'replaced-keys', of: [String(userId)], limit: replacements };
  await deps.limiter.takeOrThrow([counted], 'too many replaced keys');
  try {
    const reason = 'replaced by the customer';
    await replace(deps, replacement, { by: userId, reason, source: 'customer' });
  } catch (error) {
    // After any other error it isn't known whether the key was replaced, so the attempt counts.
    if (error instanceof AppError) await giveBack(deps, counted);
    throw error;
  }
}

const forbidden = (refusal: NewKeyRefusal | 'not_found', licenceId: number): AppError =>
  new AppError(refusal, `the key of licence ${licenceId} can't be replaced`);

/** A failure is only logged. The customer then has one attempt less. */
async function giveBack({ limiter, log }: Pick<Deps, 'limiter' | 'log'>, counted: Counted): Promise<void> {
  try {
    await limiter.release({ giveBack: [counted] });
  } catch (error) {
    logFailure(log, error, { level: 'warn' }, 'an attempt to replace a key could not be given back');
  }
}
