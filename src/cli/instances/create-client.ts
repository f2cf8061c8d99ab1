/** `portal client:create`: creates the client id and secret of an instance. */
import { type Command, Option } from 'commander';
import { words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, facts } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';

export function addCreateClient(program: Command): void {
  const command = program
    .command('client:create')
    .summary('make an instance’s client id and secret')
    .description(
      'Makes a client for an instance of a product. The secret is shown this once: only its hash is kept.',
    )
    .requiredOption('--name <text>', 'what administrators will recognise it by', words(255))
    .addOption(
      new Option(
        '--product <product>',
        'keys of the other product are unknown to it; left out: both',
      ).choices(products),
    );
  answers<{ name: string; product?: Product }>(command, ({ name, product }) =>
    withPortal(async (deps) => {
      const { clientId, clientSecret } = await createClient(deps, { name, product: product ?? null });
      return done(
        `${facts({ 'Client id': clientId, 'Client secret': clientSecret })}\nKeep the secret: it is not shown again.`,
        { client_id: clientId, client_secret: clientSecret, name, product: product ?? null },
      );
    }),
  );
}
