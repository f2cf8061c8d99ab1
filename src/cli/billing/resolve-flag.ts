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
    .summary('mark a flag as resolved')
    .description('Marks a flag as resolved. Nothing else changes: any further action is up to you.')
    .argument('<reference>', 'the reference of the flag, shown by flag:list', words(128))
    .requiredOption('--reason <text>', 'what you found, kept on record', words(500));
  answers<{ reason: string }>(command, ({ reason }, reference) =>
    withPortal(async (deps) => {
      const resolved = await resolveFlag(deps, { reference: reference ?? '', by: decidedBy, reason });
      if (resolved.status === 'refused') {
        const sentences = {
          no_reason: 'Give a reason: --reason must not be empty.',
          unknown_flag: `There is no flag ${reference}. Run flag:list to see the flags.`,
          already_resolved: `The flag ${reference} has already been resolved.`,
        };
        return refused(sentences[resolved.reason]);
      }
      const { flag } = resolved;
      return done(`Resolved the flag ${flag.reference}.`, {
        reference: flag.reference,
        kind: flag.kind,
        resolved_at: flag.resolvedAt,
      });
    }),
  );
}
