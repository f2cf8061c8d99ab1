/** `portal client:rotate`: replaces the secret of a client. */
import type { Command } from 'commander';
import { overlapDays, clientId as parseClientId, secretNumber } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, facts, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';

const warning =
  'Instances keep their token for 364 days and do not request another one if it is refused. They stay locked until ' +
  'you run "php artisan cache:forget customer_portal.access_token" on them.';

interface Options {
  overlapDays: number;
  endSecret?: number;
  revokeTokens?: true;
}

export function addRotateClient(program: Command): void {
  const command = program
    .command('client:rotate')
    .summary('replace the secret of a client')
    .description(
      'Replaces the secret of a client and shows the new one once. The old secret stops working immediately, or after ' +
        'the days of --overlap-days. At most two secrets are valid: while an overlap is running, name the older one ' +
        'with --end-secret, and it ends at once. Tokens already issued keep working unless you add --revoke-tokens. ' +
        warning,
    )
    .argument('<id>', 'the client id', parseClientId)
    .option('--overlap-days <days>', 'days for which the old secret keeps working', overlapDays, 0)
    .option('--end-secret <number>', 'the older of two valid secrets, which ends at once', secretNumber)
    .option('--revoke-tokens', 'also revoke the tokens already issued');
  answers<Options>(command, ({ revokeTokens, overlapDays: days, endSecret }, clientId) =>
    withPortal(async (deps) => {
      const rotated = await rotateClientSecret(deps, {
        ...{ clientId, overlapDays: days, endSecret: endSecret ?? null },
        revokeTokens: revokeTokens === true,
      });
      if (rotated.status === 'unknown') {
        return refused(`There is no active client ${clientId}. Run client:list to see the clients.`);
      }
      if (rotated.status === 'overlap') {
        const { number, endsAt } = rotated.older;
        return refused(
          `Secret ${number} of this client is valid until ${endsAt.toISOString()} beside its newest one. ` +
            `Wait until it has ended, or add --end-secret ${number}.`,
        );
      }
      const { clientSecret, revokedTokens, olderEndsAt } = rotated;
      const lines = [
        facts({ 'Client id': clientId, 'Client secret': clientSecret }),
        'Store the secret now. It will not be shown again.',
        ...(olderEndsAt ? [`The old secret works until ${olderEndsAt.toISOString()}.`] : []),
        ...(revokeTokens
          ? [`Revoked ${counted(revokedTokens, 'token')}. ${warning}`]
          : ['Tokens already issued keep working.']),
      ];
      return done(lines.join('\n'), {
        client_id: clientId,
        client_secret: clientSecret,
        revoked_tokens: revokedTokens,
        old_secret_until: olderEndsAt,
      });
    }),
  );
}
