/** `portal inbox:forward`: hands the alerts received since the switch to the PHP portal. */
import type { Command } from 'commander';
import { httpAddress, instant } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { type Forwarded, forwardAlerts } from '#server/features/takeover/forward/forward-alerts.ts';
import { createPhpPortal } from '#server/platform/php-portal/php-portal.ts';

interface Options {
  to: string;
  since: Date;
}

function textOf({ accepted, refused: notTaken, unsigned, registered }: Forwarded): string {
  return [
    `The PHP portal accepted ${counted(accepted, 'alert')}.`,
    ...notTaken.map(({ id, type, status }) => `It refused event ${id} (${type}) with status ${status}.`),
    ...(unsigned.length > 0
      ? [`Without Paddle’s signature, because the customers were erased: events ${unsigned.join(', ')}.`]
      : []),
    ...(registered.length > 0
      ? [
          'Registered here since, and unknown there (tell them to register again):',
          ...registered.map(
            ({ id, createdAt }) => `  account ${id}, ${createdAt.toISOString().slice(0, 16)} UTC`,
          ),
        ]
      : []),
  ].join('\n');
}

export function addForwardAlerts(program: Command): void {
  const command = program
    .command('inbox:forward')
    .summary('hand the alerts received here to the PHP portal')
    .description(
      'For going back to the PHP portal: sends it every alert that Paddle has delivered here since the given time, as ' +
        'Paddle signed it, and lists the accounts registered here since. If it is interrupted, or an alert is ' +
        'refused, run the same command again: it goes on where it ended and repeats what was refused. Exits with ' +
        'code 1 if an alert was refused.',
    )
    .requiredOption(
      '--to <url>',
      'the address of the PHP portal, such as https://customers.example',
      httpAddress,
    )
    .requiredOption('--since <time>', 'the time of the switch in UTC, such as 2026-12-01T10:00:00Z', instant);
  answers<Options>(command, ({ to, since }) =>
    withPortal(async (deps) => {
      // Its webhook has no limit, and alerts are few.
      const portal = createPhpPortal({ url: to, everyMs: 0 });
      const forwarded = await forwardAlerts(deps, { portal, to, since });
      const { interruption, ...json } = forwarded;
      if (interruption !== null)
        return refused(
          `Interrupted: ${interruption}. Run the same command again to go on.`,
          json,
          textOf(forwarded),
        );
      return forwarded.refused.length === 0
        ? done(textOf(forwarded), json)
        : refused('The PHP portal refused some alerts.', json, textOf(forwarded));
    }),
  );
}
