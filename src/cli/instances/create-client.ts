/** `portal client:create`: creates a client id and a secret for an instance. */
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
    .summary('create a client id and secret for instances')
    .description(
      'Creates a client for instances of a product. The secret is shown only once, because only its hash is stored.',
    )
    .requiredOption('--name <text>', 'a name that administrators will recognise', words(255))
    .addOption(
      new Option(
        '--product <product>',
        'restrict the client to the keys of one product (default: both)',
      ).choices(products),
    );
  answers<{ name: string; product?: Product }>(command, ({ name, product }) =>
    withPortal(async (deps) => {
      const { clientId, clientSecret } = await createClient(deps, { name, product: product ?? null });
      return done(
        `${facts({ 'Client id': clientId, 'Client secret': clientSecret })}\nStore the secret now. It will not be shown again.`,
        { client_id: clientId, client_secret: clientSecret, name, product: product ?? null },
      );
    }),
  );
}
