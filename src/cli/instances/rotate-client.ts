/** `portal client:rotate`: replaces the secret of a client. */
import type { Command } from 'commander';
import { clientId as parseClientId } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, facts, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { rotateClientSecret } from '#server/features/instances/rotate-client-secret.ts';

const warning =
  'Instances keep their token for 364 days and do not request another one if it is refused. They stay locked until ' +
  'you run "php artisan cache:forget customer_portal.access_token" on them.';

export function addRotateClient(program: Command): void {
  const command = program
    .command('client:rotate')
    .summary('replace the secret of a client')
    .description(
      'Replaces the secret of a client and shows the new one once. The old secret stops working immediately. Tokens already issued ' +
        `keep working unless you add --revoke-tokens. ${warning}`,
    )
    .argument('<id>', 'the client id', parseClientId)
    .option('--revoke-tokens', 'also revoke the tokens already issued');
  answers<{ revokeTokens?: true }>(command, ({ revokeTokens }, clientId) =>
    withPortal(async (deps) => {
      const rotated = await rotateClientSecret(deps, { clientId, revokeTokens: revokeTokens === true });
      if (rotated.status === 'unknown') {
        return refused(`There is no active client ${clientId}. Run client:list to see the clients.`);
      }
      const { clientSecret, revokedTokens } = rotated;
      const lines = [
        facts({ 'Client id': clientId, 'Client secret': clientSecret }),
        'Store the secret now. It will not be shown again.',
        ...(revokeTokens
          ? [`Revoked ${counted(revokedTokens, 'token')}. ${warning}`]
          : ['Tokens already issued keep working.']),
      ];
      return done(lines.join('\n'), {
        client_id: clientId,
        client_secret: clientSecret,
        revoked_tokens: revokedTokens,
      });
    }),
  );
}
