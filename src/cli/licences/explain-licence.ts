/** `portal licence:explain`: lists the events that led to a licence's current state. */
import type { Command } from 'commander';
import { licenceId } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { explainLicence } from '#server/features/billing/explain-licence.ts';
import type { TimelineEntry } from '#server/features/billing/fold/timeline.ts';

const inWords = (value: unknown): string =>
  value === null ? 'none' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/**
 * Lists what an event changed. The licence's fields are shown with their new values; receipts and flags are shown only
 * by their reference.
 */
function changesInWords({ changes }: TimelineEntry): string {
  const { subscriptionState: _name, ...licence } = changes.entitlement;
  return [
    ...Object.entries(licence).map(([name, value]) => `${name} ${inWords(value)}`),
    ...Object.keys(changes.receipts).map((reference) => `receipt ${reference}`),
    ...Object.keys(changes.flags).map((reference) => `flag ${reference}`),
    ...Object.entries(changes.laterFlags).map(([reference, flag]) =>
      flag === null ? `no flag ${reference}` : `flag ${reference} unless a payment arrives within three days`,
    ),
  ].join(', ');
}

export function addExplainLicence(program: Command): void {
  const command = program
    .command('licence:explain')
    .summary('explain the state of a licence')
    .description('Lists every event of a licence, oldest first, and what each event changed.')
    .argument('<id>', 'the id of the licence', licenceId);
  answers(command, (_options, text) =>
    withPortal(async (deps) => {
      const licence = await deps.licences.findById(Number(text));
      if (!licence) return refused(`There is no licence ${text}.`);
      const { entries, untold } = await explainLicence(deps, licence.stream);
      const rows = entries.map((entry) => [
        entry.at.toISOString().slice(0, 19).replace('T', ' '),
        entry.type,
        changesInWords(entry) || 'none',
      ]);
      const waiting = untold.map(
        ({ id, type, state, error }) => `Event ${id} (${type}) is ${state}: ${error ?? ''}`,
      );
      return done([table(['TIME (UTC)', 'EVENT', 'CHANGES'], rows), ...waiting].join('\n'), {
        licence_id: licence.id,
        stream: licence.stream,
        timeline: entries.map(({ at, type, changes }) => ({ at, type, changes })),
        untold: untold.map(({ payload: _payload, ...event }) => event),
      });
    }),
  );
}
