/** `portal client:revoke`: disables a client and revokes its access tokens. */
import type { Command } from 'commander';
import { clientId as parseClientId } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { counted, done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';

export function addRevokeClient(program: Command): void {
  const command = program
    .command('client:revoke')
    .summary('disable a client and revoke its tokens')
    .description(
      'Disables a client and revokes all its tokens, which are refused everywhere within two seconds. Its instances ' +
        'lock their customers out the next time they check a licence. An administrator can enable the client again; ' +
        'its tokens stay revoked.',
    )
    .argument('<id>', 'the client id', parseClientId);
  answers(command, (_options, clientId) =>
    withPortal(async (deps) => {
      const revoked = await revokeClient(deps, clientId);
      if (revoked.status === 'unknown') {
        return refused(`There is no active client ${clientId}. Run client:list to see the clients.`);
      }
      return done(`Revoked the client ${clientId} and ${counted(revoked.revokedTokens, 'token')}.`, {
        client_id: clientId,
        revoked_tokens: revoked.revokedTokens,
      });
    }),
  );
}
