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
    .summary('read a licence key from standard input')
    .description(
      'Reads a licence key from standard input and says what is inside it and what the portal knows of it. ' +
        'Exit code 1 when no configured PRIVATE_KEY opens it and the portal does not know it. ' +
        'For "why does my key not work". The key itself is never printed.',
    );
  answers(command, async () => {
    const key = (await readStandardInput('the licence key')).toString('utf8').trim();
    if (key === '') return refused('There was no key on standard input.');
    return withPortalAndKeys(async (deps) => {
      const reading = await readKey(deps, key);
      if (!reading.contents && !reading.known) {
        return refused(
          'No configured PRIVATE_KEY opens this key, and the portal never issued it: forged or damaged.',
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
  if (!contents) return 'No configured PRIVATE_KEY opens this key.';
  const entries = Object.entries(contents).map(([name, value]) => [
    `  ${name}`,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `Inside the key, as of its issue:\n${facts(Object.fromEntries(entries))}`;
}

function knowledgeOf({ known }: KeyReading): string {
  if (!known) return 'The portal never issued this key: a ping answers 404.';
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
    '  a ping answers': isReplaced ? '404, the key was replaced' : answerOf(known.check),
  });
  return `What the portal knows of it:\n${list}`;
}
