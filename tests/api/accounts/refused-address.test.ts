/** Tests what customers see and can do when the mail server of their address refuses e-mails. */
import { expect, test } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { useSignedIn } from '#tests/support/people/signed-in.ts';

const database = useDatabase();
const world = useSignedIn(database);

test('A refusal of the address is shown until the customer has it tried again', async () => {
  const { email, trpc, deps } = world;
  expect(await trpc.accounts.email.refusal.query()).toBeNull();
  const since = new Date('2026-11-20T10:00:00Z');
  await deps.accounts.setEmailRefused(email, since);
  expect(await trpc.accounts.email.refusal.query()).toEqual({ since });
  await trpc.accounts.email.tryAgain.mutate();
  expect(await trpc.accounts.email.refusal.query()).toBeNull();
  expect((await deps.accounts.findRecipient(email))?.refusedSince).toBeNull();
});
