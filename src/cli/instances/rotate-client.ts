/** `portal client:rotate`: replaces the secret of a client. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, facts, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { rotateClientSecret } from '#server/features/instances/rotate-client-secret.ts';

const warning =
  'Instances keep their token for 364 days and do not ask again when it is refused: they stay locked until ' +
  'somebody runs "php artisan cache:forget customer_portal.access_token" on them.';

export function addRotateClient(program: Command): void {
  const command = program
    .command('client:rotate')
    .summary('give a client a new secret')
    .description(
      'Gives a client a new secret, shown this once. The old one stops working at once. Tokens already issued ' +
        `keep working, unless --revoke-tokens. ${warning}`,
    )
    .argument('<id>', 'the client id')
    .option('--revoke-tokens', 'end the tokens already issued as well');
  answers<{ revokeTokens?: true }>(command, ({ revokeTokens }, clientId) =>
    withPortal(async (deps) => {
      const rotated = await rotateClientSecret(deps, { clientId, revokeTokens: revokeTokens === true });
      if (rotated.status === 'unknown') {
        return refused(`There is no working client ${clientId}: client:list shows them.`);
      }
      const { clientSecret, revokedTokens } = rotated;
      const lines = [
        facts({ 'Client id': clientId, 'Client secret': clientSecret }),
        'Keep the secret: it is not shown again.',
        ...(revokeTokens
          ? [`Revoked ${revokedTokens} tokens. ${warning}`]
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
