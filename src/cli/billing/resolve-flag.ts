/** `portal flag:resolve`: marks a flag as resolved. */
import type { Command } from 'commander';
import { words } from '#cli/arguments.ts';
import { decidedBy } from '#cli/licences/licence-actions.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';

export function addResolveFlag(program: Command): void {
  const command = program
    .command('flag:resolve')
    .summary('say that a flag was dealt with')
    .description('Takes a flag down. Nothing else changes: what follows from it is decided apart.')
    .argument('<reference>', 'the name of the flag (flag:list shows it)', words(128))
    .requiredOption('--reason <text>', 'what was found, for whoever asks later', words(500));
  answers<{ reason: string }>(command, ({ reason }, reference) =>
    withPortal(async (deps) => {
      const resolved = await resolveFlag(deps, { reference: reference ?? '', by: decidedBy, reason });
      if (resolved.status === 'refused') {
        const sentences = {
          no_reason: 'Say why: --reason must not be empty.',
          unknown_flag: `There is no flag ${reference}: flag:list shows them.`,
          already_resolved: `The flag ${reference} was dealt with before.`,
        };
        return refused(sentences[resolved.reason]);
      }
      const { flag } = resolved;
      return done(`The flag ${flag.reference} is dealt with.`, {
        reference: flag.reference,
        kind: flag.kind,
        resolved_at: flag.resolvedAt,
      });
    }),
  );
}
