/** All proofs, in the order in which `npm run prove` runs them. Add new proofs here. */
import { convergence } from './convergence/convergence.ts';
import { convergenceStored } from './convergence/convergence-stored.ts';
import { crash } from './crash/crash.ts';
import { explain } from './explain/explain.ts';
import { explainStored } from './explain/explain-stored.ts';
import { linked } from './linked/linked.ts';
import { linkedStored } from './linked/linked-stored.ts';
import { lockedMinutes } from './locked-minutes/locked-minutes.ts';
import type { Proof } from './proof.ts';
import { year } from './year/year.ts';

export const proofs: readonly Proof[] = [
  convergence,
  convergenceStored,
  crash,
  explain,
  explainStored,
  linked,
  linkedStored,
  lockedMinutes,
  year,
];
