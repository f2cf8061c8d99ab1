/** `portal licence:read`: shows the contents of a key and the state of its licence. */
import type { Command } from 'commander';
import { withPortalAndKeys } from '#cli/open-portal.ts';
import { done, facts, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readStandardInput } from '#cli/standard-input.ts';
import { type KeyReading, readKey } from '#server/features/licences/keys/read-key.ts';
import { answerOf } from './licence-actions.ts';

export function addReadLicence(program: Command): void {
  const command = program
    .command('licence:read')
    .summary('decrypt a licence key and show its status')
    .description(
      'Reads a licence key from standard input and shows its contents and its status in the portal. ' +
        'Exits with code 1 if no configured PRIVATE_KEY decrypts it and the portal did not issue it. ' +
        'Use it to find out why a key does not work. The key itself is never printed.',
    );
  answers(command, async () => {
    const key = (await readStandardInput('the licence key')).toString('utf8').trim();
    if (key === '') return refused('Standard input contains no key.');
    return withPortalAndKeys(async (deps) => {
      const reading = await readKey(deps, key);
      if (!reading.contents && !reading.known) {
        return refused(
          'No configured PRIVATE_KEY decrypts this key, and the portal never issued it. The key is forged or damaged.',
          {
            contents: null,
            known: null,
          },
        );
      }
      return done(`${contentsOf(reading)}\n\n${knowledgeOf(reading)}`, { ...reading });
    });
  });
}

function contentsOf({ contents }: KeyReading): string {
  if (!contents) return 'No configured PRIVATE_KEY decrypts this key.';
  const entries = Object.entries(contents).map(([name, value]) => [
    `  ${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `Contents of the key when it was issued:\n${facts(Object.fromEntries(entries))}`;
}

function knowledgeOf({ known }: KeyReading): string {
  if (!known) return 'The portal never issued this key. A ping returns 404.';
  const { licence, keyRetiredAt, isReplaced } = known;
  const list = facts({
    '  licence': licence.id,
    '  status': licence.status,
    '  paid through': licence.validUntil,
    '  paused from': licence.pausedFrom,
    '  cancelled on': licence.endsOn,
    '  seats': licence.quantity,
    '  customer': licence.userId,
    [isReplaced ? '  replaced since' : '  replaced, works until']: keyRetiredAt?.toISOString() ?? null,
    '  a ping returns': isReplaced ? '404, the key was replaced' : answerOf(known.check),
  });
  return `Status in the portal:\n${list}`;
}
