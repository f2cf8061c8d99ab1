/**
 * Asks a running PHP portal about the licence keys that are stored here, and compares its answers with this portal's.
 * This portal's are calculated by the rule of the ping, without a ping: an instance that hasn't asked for long must not
 * look as if it had.
 */
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { decryptKey, isUnreadable } from '#server/features/licences/keys/stored-key.ts';
import { validateLicence } from '#server/features/licences/validate-licence.ts';
import { PhpPortalFailed } from '#server/platform/php-portal/errors.ts';
import type { PhpAnswer } from '#server/platform/php-portal/php-portal.ts';
import { dayOf } from '#shared/dates.ts';
import { answerOf, type Deliberate, type Finding, judgeAnswers, type OwnAnswer } from './judge-answers.ts';

/** Under this name the progress is stored, so that a comparison that was stopped can go on. */
const job = 'takeover_compare';
/** Number of keys read at once. */
const page = 100;
/** Number of findings whose licences are remembered over an interruption. */
const rememberedFindings = 40;

const Progress = z.object({
  against: z.string(),
  sample: z.number().nullable(),
  /** Keys up to this ID are done. */
  done: z.number(),
  asked: z.number(),
  alike: z.number(),
  deliberate: z.record(z.string(), z.number()),
  findings: z.number(),
  /** The licences of the first findings. */
  licenceIds: z.array(z.number()),
});
export type Comparison = z.infer<typeof Progress> & {
  /** The licences of keys that can't be decrypted, so that nobody could be asked about them. */
  unreadable: number[];
  /** Why the comparison ended early; null if it is complete. Started again, it goes on where it ended. */
  interruption: string | null;
};

export interface ComparedKey {
  licenceId: number;
  keyId: number;
  theirs: PhpAnswer;
  ours: OwnAnswer;
  finding: Finding | null;
  deliberate: Deliberate | null;
}

export interface Compare {
  against: string;
  /** Asks the PHP portal. */
  ask: (key: string) => Promise<PhpAnswer>;
  /** Number of keys to ask about, spread evenly over all; null to ask about every key. */
  sample: number | null;
  /** Called with every difference. */
  report?: (compared: ComparedKey) => void;
}

type CompareDeps = Pick<
  Deps,
  'jobs' | 'keyVault' | 'licenceCipher' | 'licenceKeys' | 'licences' | 'now' | 'settings'
>;

interface Keys {
  first: number;
  last: number;
  sample: number | null;
}

/** Yields the keys after `done`: every one, or the first of each of `sample` equal ranges of IDs. */
async function* keysAfter({ licenceKeys }: CompareDeps, done: number, { first, last, sample }: Keys) {
  const count = last - first + 1;
  if (sample === null || sample >= count) {
    for (let from = done + 1; ; ) {
      const keys = await licenceKeys.listFrom(from, page);
      yield* keys.filter(({ id }) => id <= last);
      const end = keys.at(-1);
      if (!end || end.id >= last) return;
      from = end.id + 1;
    }
  }
  let asked = done;
  for (let n = 0; n < sample; n += 1) {
    const from = first + Math.floor((n * count) / sample);
    const [key] = from > done ? await licenceKeys.listFrom(from, 1) : [];
    if (!key || key.id <= asked || key.id > last) continue;
    asked = key.id;
    yield key;
  }
}

const start = (against: string, sample: number | null): z.infer<typeof Progress> => ({
  ...{ against, sample, done: 0, asked: 0, alike: 0, deliberate: {}, findings: 0, licenceIds: [] },
});

async function progressOf(deps: CompareDeps, against: string, sample: number | null) {
  const stored = await deps.jobs.progressOf(job);
  if (stored === null) return start(against, sample);
  const progress = Progress.parse(JSON.parse(stored));
  return progress.against === against && progress.sample === sample ? progress : start(against, sample);
}

/**
 * Compares the answers about the keys. Goes on where an earlier comparison with the same portal and sample ended early.
 * Changes nothing but its own progress.
 */
export async function compareAnswers(
  deps: CompareDeps,
  { against, ask, sample, report }: Compare,
): Promise<Comparison> {
  const progress = await progressOf(deps, against, sample);
  const range = await deps.licenceKeys.range();
  const unreadable: number[] = [];
  for await (const key of keysAfter(deps, progress.done, { ...range, sample })) {
    const { id: keyId, licenceId, stopsAt } = key;
    let text: string;
    try {
      text = decryptKey(deps.keyVault, licenceId, key);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable.push(licenceId);
      continue;
    }
    // An erasure has emptied it.
    if (text === '') continue;
    const licence = await deps.licences.findById(licenceId);
    if (!licence) continue;
    let theirs: PhpAnswer;
    try {
      theirs = await ask(text);
    } catch (error) {
      if (!(error instanceof PhpPortalFailed)) throw error;
      return { ...progress, unreadable, interruption: error.message };
    }
    const ours = await validateLicence(
      { ...deps, findByKey: async () => ({ licence, keyRetiredAt: stopsAt }) },
      { key: text, product: null },
    );
    const now = deps.now();
    const judged = judgeAnswers({
      ...{ theirs, ours, today: dayOf(now), nextCheckAfterDays: deps.settings.nextCheckAfterDays },
      isReplaced: stopsAt !== null && stopsAt <= now,
    });
    const compared = { licenceId, keyId, theirs, ours: answerOf(ours) };
    if (judged.verdict === 'alike') progress.alike += 1;
    if (judged.verdict === 'deliberate') {
      progress.deliberate[judged.why] = (progress.deliberate[judged.why] ?? 0) + 1;
      report?.({ ...compared, deliberate: judged.why, finding: null });
    }
    if (judged.verdict === 'finding') {
      progress.findings += 1;
      if (progress.licenceIds.length < rememberedFindings) progress.licenceIds.push(licenceId);
      report?.({ ...compared, deliberate: null, finding: judged.what });
    }
    progress.asked += 1;
    progress.done = keyId;
    await deps.jobs.noteProgress(job, JSON.stringify(progress));
  }
  await deps.jobs.noteProgress(job, null);
  return { ...progress, unreadable, interruption: null };
}
