/**
 * `npm run prove`: runs every proof in full and prints a table of the results. Exits with 1 if any promise isn't
 * proven, and with 2 if the arguments are invalid.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { refuseUsage } from '#scripts/usage.mjs';
import type { Proof } from './proof.ts';
import { proofs } from './registry.ts';
import { isProven, type Outcome, outcomeOf, tableOf } from './report.ts';
import { stopDatabaseServer } from './shop/database.ts';

const usage = `usage: npm run prove [-- --only NAME]... [-- --sample] [-- --life NUMBER] [-- --json FILE]
proofs: ${proofs.map(({ name }) => name).join(', ')}`;

interface Asked {
  chosen: readonly Proof[];
  size: 'sample' | 'full';
  /** Number of the one history to run; null to run all of them. */
  life: number | null;
  json: string | null;
}

async function tryProof(proof: Proof, { size, life }: Asked): Promise<Outcome> {
  process.stderr.write(`${proof.name} …\n`);
  try {
    const result = life === null ? proof.run(size) : proof.runOne?.(life);
    if (!result) throw new Error('This proof has no numbered histories.');
    return outcomeOf(proof.name, await result);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: proof.name, status: 'broken', error: text };
  }
}

function readCommandLine(): Asked {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        sample: { type: 'boolean' },
        life: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const only = values.only ?? [];
    const unknown = only.find((name) => !proofs.some((proof) => proof.name === name));
    if (unknown !== undefined) throw new Error(`There is no proof called ${unknown}.`);
    const chosen = only.length === 0 ? proofs : proofs.filter(({ name }) => only.includes(name));
    const life = values.life === undefined ? null : Number(values.life);
    if (life !== null && !Number.isSafeInteger(life))
      throw new Error(`--life must be a number, but is ${values.life}.`);
    return { chosen, size: values.sample ? 'sample' : 'full', life, json: values.json ?? null };
  } catch (error) {
    refuseUsage(error, usage);
  }
}

const asked = readCommandLine();
const outcomes: Outcome[] = [];
try {
  // The proofs run one after another, because each measures its own time and some of them move a clock.
  for (const proof of asked.chosen) outcomes.push(await tryProof(proof, asked));
} finally {
  await stopDatabaseServer();
}
console.log(tableOf(outcomes));
if (asked.json) {
  const report = { proven: isProven(outcomes), size: asked.size, proofs: outcomes };
  writeFileSync(asked.json, `${JSON.stringify(report, null, 2)}\n`);
}
process.exit(isProven(outcomes) ? 0 : 1);
