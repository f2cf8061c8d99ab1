/** `portal client:list`: lists all instance clients, including revoked ones. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';

export function addListClients(program: Command): void {
  const command = program
    .command('client:list')
    .summary('list the clients of instances')
    .description(
      'Lists the clients of instances, including revoked ones. Secrets are not stored, so they cannot be shown.',
    );
  answers(command, () =>
    withPortal(async ({ instanceClients }) => {
      const list = await instanceClients.list();
      const rows = list.map(({ id, name, product, revokedAt }) => [
        id,
        name,
        product ?? 'both',
        revokedAt ? `revoked ${revokedAt.toISOString().slice(0, 10)}` : 'active',
      ]);
      const text =
        rows.length === 0
          ? 'There are no clients yet. Create one with client:create.'
          : table(['CLIENT ID', 'NAME', 'PRODUCT', 'STATE'], rows);
      const clients = list.map(({ id, name, product, revokedAt }) => ({
        client_id: id,
        name,
        product,
        revoked_at: revokedAt,
      }));
      return done(text, { clients });
    }),
  );
}
