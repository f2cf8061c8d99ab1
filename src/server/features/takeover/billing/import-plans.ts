/** Takes over the plans of the PHP portal. They have no billing period there: it is in the keys that were sold. */
import type { BoundDeps } from '#server/deps.ts';
import type { PlanRow } from '#server/features/takeover/source/rows.ts';
import type { KeyEntries } from '#server/platform/crypto/licence-cipher.ts';
import { type Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { maxDescriptionLength, maxNameLength, PlanDetails } from '#shared/catalogue/plan-details.ts';
import type { OldPlan } from './billing-plans.ts';

export interface ReadPlan extends OldPlan {
  texts: Pick<PlanDetails, 'friendlyName' | 'description' | 'planName'>;
}

export interface PlanNote {
  table: 'plans';
  id: number;
  /**
   * - `unknown_product`: this portal doesn't sell the product
   * - `unknown_period`: neither a key nor a name tells how often it is billed; taken for monthly
   * - `unreadable_plan`: a name is empty
   * - `changed_here`: the texts were changed in both portals; those here stay
   */
  reason: 'unknown_product' | 'unknown_period' | 'unreadable_plan' | 'changed_here';
}

/** What PHP keys say, old ones included. */
const frequencies: ReadonlyMap<string, Frequency> = new Map([
  ['month', 'Monthly'],
  ['monthly', 'Monthly'],
  ['year', 'Annual'],
  ['yearly', 'Annual'],
  ['annual', 'Annual'],
]);

const words: readonly (readonly [RegExp, Frequency])[] = [
  [/\b(year|annual|annuel|an\b|jahr)/i, 'Annual'],
  [/\b(month|mensuel|mois|monat)/i, 'Monthly'],
];

function frequencyOf({ friendly_name, plan_name }: PlanRow, keys: readonly KeyEntries[]): Frequency | null {
  const told = new Set(keys.flatMap(({ frequency }) => frequencies.get(String(frequency)) ?? []));
  const [only] = told;
  if (told.size === 1 && only) return only;
  const name = `${friendly_name} ${plan_name}`;
  return words.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Reads the plans. `keysOf` returns the contents of some keys that were sold for a plan, by its number. */
export function readPlans(
  rows: readonly PlanRow[],
  keysOf: (planId: number) => readonly KeyEntries[],
): { plans: ReadPlan[]; skipped: PlanNote[]; findings: PlanNote[] } {
  const skipped: PlanNote[] = [];
  const findings: PlanNote[] = [];
  const plans = rows.flatMap((row): ReadPlan[] => {
    const skip = (reason: PlanNote['reason']) => {
      skipped.push({ table: 'plans', id: row.id, reason });
      return [];
    };
    const product = Product.safeParse(row.product).data;
    if (!product) return skip('unknown_product');
    const texts = PlanDetails.pick({ friendlyName: true, description: true, planName: true }).safeParse({
      friendlyName: row.friendly_name.slice(0, maxNameLength),
      description: (row.description.trim() || row.friendly_name).slice(0, maxDescriptionLength),
      planName: row.plan_name.slice(0, maxNameLength),
    }).data;
    if (!texts) return skip('unreadable_plan');
    const frequency = frequencyOf(row, keysOf(row.id));
    if (!frequency) findings.push({ table: 'plans', id: row.id, reason: 'unknown_period' });
    return [
      { id: row.id, product, paddlePlanId: row.plan_id_on_paddle, frequency: frequency ?? 'Monthly', texts },
    ];
  });
  return { plans, skipped, findings };
}

/** Decides about texts that differ: `theirs` if only those there have changed since the last run. */
export type ChooseTexts = (plan: ReadPlan, ours: ReadPlan['texts']) => Promise<'theirs' | 'ours'>;

export interface PlanImport {
  added: number;
  changed: number;
  unchanged: number;
  findings: PlanNote[];
}

/**
 * Adds plans, and changes the texts of known ones, in the caller's transaction. Product and period of a known plan stay
 * as they are here. A new plan has no price of its own: pages show Paddle's.
 */
export async function importPlans(
  { plans }: Pick<BoundDeps, 'plans'>,
  read: readonly ReadPlan[],
  choose: ChooseTexts,
): Promise<PlanImport> {
  const result: PlanImport = { added: 0, changed: 0, unchanged: 0, findings: [] };
  for (const plan of read) {
    const { texts, product, paddlePlanId, frequency } = plan;
    const known = await plans.findByPaddleId(paddlePlanId);
    if (!known) {
      await plans.add({
        ...{ ...texts, product, paddlePlanId, frequency, translations: {}, pauseAllowed: false },
        price: { minor: 0, currency: 'USD' },
      });
      result.added += 1;
      continue;
    }
    const { friendlyName, description, planName } = known;
    const ours = { friendlyName, description, planName };
    const isSame =
      ours.friendlyName === texts.friendlyName &&
      ours.description === texts.description &&
      ours.planName === texts.planName;
    if (isSame) result.unchanged += 1;
    else if ((await choose(plan, ours)) === 'theirs') {
      await plans.update(known, { ...known, ...texts }, { isFoldedAnew: false });
      result.changed += 1;
    } else result.findings.push({ table: 'plans', id: plan.id, reason: 'changed_here' });
  }
  return result;
}
