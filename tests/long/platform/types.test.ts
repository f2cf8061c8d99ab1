/** The client sees the server's output types: what a procedure answers cannot change without the client noticing. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** One field of each procedure's output gets another name. */
const renamings: { router: string; from: string; to: string; noticed: string }[] = [
  {
    router: 'accounts/account.router.ts',
    from: 'me: publicProcedure.output(AccountView.nullable())',
    to: 'me: publicProcedure.output(AccountView.omit({ name: true }).extend({ renamed: AccountView.shape.name }).nullable())',
    noticed: 'name',
  },
  {
    router: 'accounts/account.router.ts',
    from: '.output(SecurityEventPage)',
    to: '.output(SecurityEventPage.omit({ next: true }).extend({ renamed: SecurityEventPage.shape.next }))',
    noticed: 'next',
  },
  {
    router: 'accounts/sessions.router.ts',
    from: '.output(z.array(SessionView))',
    to: '.output(z.array(SessionView.omit({ lastUsedAt: true }).extend({ renamed: SessionView.shape.lastUsedAt })))',
    noticed: 'lastUsedAt',
  },
  {
    router: 'accounts/email.router.ts',
    from: 'pending: customerProcedure.output(PendingEmail.nullable())',
    to: 'pending: customerProcedure.output(PendingEmail.omit({ expiresAt: true }).extend({ renamed: PendingEmail.shape.expiresAt }).nullable())',
    noticed: 'expiresAt',
  },
  {
    router: 'billing/billing.router.ts',
    from: '.output(z.object({ url: z.url() }))',
    to: '.output(z.object({ renamed: z.url() }))',
    noticed: 'url',
  },
  {
    router: 'billing/billing.router.ts',
    from: '.output(ReceiptPage)',
    to: '.output(ReceiptPage.omit({ receipts: true }).extend({ renamed: ReceiptPage.shape.receipts }))',
    noticed: 'receipts',
  },
  {
    router: 'catalogue/catalogue.router.ts',
    from: '.output(OfferList)',
    to: '.output(OfferList.omit({ offers: true }).extend({ renamed: OfferList.shape.offers }))',
    noticed: 'offers',
  },
  {
    router: 'catalogue/catalogue.router.ts',
    from: '.output(PortalFacts)',
    to: '.output(PortalFacts.omit({ sourceUrl: true }).extend({ renamed: PortalFacts.shape.sourceUrl }))',
    noticed: 'sourceUrl',
  },
  {
    router: 'licences/licences.router.ts',
    from: '.output(z.array(LicenceView))',
    to: '.output(z.array(LicenceView.omit({ validUntil: true }).extend({ renamed: LicenceView.shape.validUntil })))',
    noticed: 'validUntil',
  },
  {
    router: 'licences/licences.router.ts',
    from: '.output(z.object({ key: z.string() }))',
    to: '.output(z.object({ renamed: z.string() }))',
    noticed: 'key',
  },
];

/** Type-checks a copy of the client, and of what it names, after `change`; gives the errors in the client. */
function errorsInClient(change: (source: string) => void): string[] {
  const project = process.cwd();
  mkdirSync('.data', { recursive: true });
  const copy = mkdtempSync(join('.data', 'types-'));
  try {
    cpSync('src', join(copy, 'src'), { recursive: true });
    cpSync('db', join(copy, 'db'), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json']) cpSync(file, join(copy, file));
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(
      join(copy, 'tsconfig.client.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['src/client'] }),
    );
    change(copy);
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    const run = spawnSync(
      process.execPath,
      [tsc, '--noEmit', '--pretty', 'false', '-p', 'tsconfig.client.json'],
      {
        cwd: copy,
        encoding: 'utf8',
      },
    );
    // An error goes on in the indented lines below it.
    return run.stdout.split(/\n(?=\S)/).filter((error) => error.startsWith('src/client/'));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

test('renaming a field of any procedure’s output fails the type check in the client', () => {
  const errors = errorsInClient((copy) => {
    for (const { router, from, to } of renamings) {
      const file = join(copy, 'src/server/features', router);
      const source = readFileSync(file, 'utf8');
      expect(source.split(from), `${router} has ${from} once`).toHaveLength(2);
      writeFileSync(file, source.replace(from, to));
    }
  });
  for (const { router, noticed } of renamings) {
    expect(
      errors.filter((error) => error.includes(`'${noticed}'`)),
      `${router}: ${noticed}`,
    ).not.toEqual([]);
  }
});
