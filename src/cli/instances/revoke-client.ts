/** `portal client:revoke`: permanently disables a client and revokes its tokens. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';

export function addRevokeClient(program: Command): void {
  const command = program
    .command('client:revoke')
    .summary('disable a client for good')
    .description(
      'Disables a client and all its tokens, for good: within two seconds it is refused everywhere. Its ' +
        'instances lock their customers out when they next check a licence.',
    )
    .argument('<id>', 'the client id');
  answers(command, (_options, clientId) =>
    withPortal(async (deps) => {
      const revoked = await revokeClient(deps, clientId);
      if (revoked.status === 'unknown') {
        return refused(`There is no working client ${clientId}: client:list shows them.`);
      }
      return done(`Revoked the client ${clientId} and ${revoked.revokedTokens} tokens.`, {
        client_id: clientId,
        revoked_tokens: revoked.revokedTokens,
      });
    }),
  );
}
