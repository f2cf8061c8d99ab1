/** `portal import:compare`: asks the PHP portal and this one about the same licence keys. */
import type { Command } from 'commander';
import { clientId, httpAddress, sampleSize } from '#cli/arguments.ts';
import { withPortalAndKeys } from '#cli/open-portal.ts';
import { counted, done, refused, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { readCompareClientSecret } from '#server/config/config.ts';
import {
  type ComparedKey,
  type Comparison,
  compareAnswers,
} from '#server/features/takeover/compare/compare-answers.ts';
import type { Deliberate, Finding } from '#server/features/takeover/compare/judge-answers.ts';
import { PhpPortalFailed } from '#server/platform/php-portal/errors.ts';
import { createPhpPortal } from '#server/platform/php-portal/php-portal.ts';

interface Options {
  against: string;
  clientId: string;
  sample?: number;
}

const whys: Record<Deliberate, string> = {
  next_check: 'asks again on the day after the last paid day',
  longer: 'the subscription is paid for longer than the PHP portal knows',
  last_day: 'the last paid day still counts',
  grace: 'a payment is overdue, and the licence still works for some days',
  replaced: 'the key was replaced here',
  newer: 'the PHP portal does not know the key: sold or replaced here',
};
const whats: Record<Finding, string> = {
  locked_out: 'ACCEPTED THERE, REFUSED HERE',
  shorter: 'an earlier date here',
  accepted: 'accepted here without a subscription that pays for it',
  status: 'different answers',
};

const answer = ({ status, nextCheckAt }: ComparedKey['ours']): string =>
  nextCheckAt === null ? String(status) : `${status} until ${nextCheckAt}`;

const lineOf = ({ licenceId, theirs, ours, finding, deliberate }: ComparedKey): string =>
  `licence ${licenceId}: there ${answer(theirs)}, here ${answer(ours)}: ${finding ? whats[finding] : deliberate ? whys[deliberate] : ''}\n`;

function textOf({ asked, alike, deliberate, findings, licenceIds, unreadable }: Comparison): string {
  const counts = Object.entries(deliberate).map(([why, count]) => [
    String(count),
    whys[why as Deliberate] ?? why,
  ]);
  return [
    `Asked about ${counted(asked, 'key')}: ${alike} answered alike.`,
    ...(counts.length > 0 ? [table(['KEYS', 'DIFFERENT ON PURPOSE'], counts)] : []),
    findings === 0
      ? 'No other differences.'
      : `${counted(findings, 'difference')} to look into, of the licences ${licenceIds.join(', ')}${findings > licenceIds.length ? ', …' : ''}.`,
    ...(unreadable.length > 0
      ? [`The keys of these licences cannot be decrypted: ${unreadable.slice(0, 40).join(', ')}.`]
      : []),
  ].join('\n');
}

export function addCompareAnswers(program: Command): void {
  const command = program
    .command('import:compare')
    .summary('ask the PHP portal and this one about the same keys')
    .description(
      'Asks the running PHP portal about every licence key that is stored here, within its limit of 60 requests a ' +
        'minute, and compares its answers with those of this portal. Prints each difference, and says which are ' +
        'deliberate. The client’s secret is read from COMPARE_CLIENT_SECRET. If it is interrupted, the same command ' +
        'goes on where it ended. Exits with code 1 if there are differences to look into.',
    )
    .requiredOption(
      '--against <url>',
      'the address of the PHP portal, such as https://customers.example',
      httpAddress,
    )
    .requiredOption('--client-id <id>', 'a client that both portals know', clientId)
    .option('--sample <number>', 'ask about this many keys only, spread evenly over all', sampleSize);
  answers<Options>(command, ({ against, clientId: id, sample = null }) =>
    withPortalAndKeys(async (deps) => {
      const secret = readCompareClientSecret();
      let comparison: Comparison;
      try {
        const ask = await createPhpPortal({ url: against }).signIn({ id, secret });
        const report = (compared: ComparedKey) => process.stderr.write(lineOf(compared));
        comparison = await compareAnswers(deps, { against, ask, sample, report });
      } catch (error) {
        if (error instanceof PhpPortalFailed) return refused(`${error.message}.`);
        throw error;
      }
      const { interruption, findings, unreadable } = comparison;
      const { against: _against, done: _done, licenceIds, ...counts } = comparison;
      const json = { ...counts, licence_ids: licenceIds };
      if (interruption !== null)
        return refused(
          `Interrupted: ${interruption}. Run the same command again to go on.`,
          json,
          textOf(comparison),
        );
      return findings + unreadable.length === 0
        ? done(textOf(comparison), json)
        : refused('Some answers differ without a known reason.', json, textOf(comparison));
    }),
  );
}
