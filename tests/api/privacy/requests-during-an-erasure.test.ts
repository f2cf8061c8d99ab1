/** Tests that requests of a person who is being erased at the same time leave nothing behind. */
import { expect, it } from 'vitest';
import { extendLicence } from '#server/features/billing/decisions/extend-licence.ts';
import { newPublicId } from '#server/features/billing/public-id.ts';
import { decryptKey } from '#server/features/licences/keys/stored-key.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { CalendarDate } from '#shared/dates.ts';
import { cancelledAlert, createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { interrupted } from '#tests/support/database/interrupted.ts';
import { useErasurePortal } from '#tests/support/people/erasure-portal.ts';

const shop = useErasurePortal();

/** Buys a licence that still works after its cancellation, so that its key can be replaced. Returns its ID. */
async function buyAndCancel(): Promise<number> {
  await shop.portal.alert(createdAlert(shop.theirs()));
  await shop.portal.alert(paymentAlert(shop.theirs()));
  const [licence] = await shop.deps.licences.listForUser(shop.accountId);
  const licenceId = licence?.id ?? 0;
  await extendLicence(shop.deps, {
    ...{ licenceId, until: CalendarDate.parse('2026-06-01'), by: 'command line', reason: 'a test' },
  });
  await shop.portal.alert(cancelledAlert(shop.theirs({ event_time: '2026-02-13 09:00:00' })));
  return licenceId;
}

/** Returns the customer's API, after a sign-in that also counts as reauthentication. */
async function signIn() {
  const answer = await fetch(`${shop.portal.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shop.portal.url },
    body: JSON.stringify({ email: shop.email, password: 'a long enough password' }),
  });
  expect(answer.status).toBe(200);
  await shop.test.db.query('UPDATE sessions SET reauthenticated_at = NOW(3)');
  return shop.portal.trpc(
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  );
}

type Step = 'before its streams are locked' | 'once its streams and its account are locked';

/** Where the transaction that removes the account is interrupted. */
const places = {
  'before its streams are locked': { repository: 'streams', method: 'makeDue', when: 'before' },
  'once its streams and its account are locked': { repository: 'accounts', method: 'lock', when: 'after' },
} as const;

/** Everything that a running request of the customer may write, by what it is. */
function writers(
  api: Awaited<ReturnType<typeof signIn>>,
  licenceId: number,
): Record<string, () => Promise<unknown>> {
  const { deps, accountId: userId } = shop;
  const at = new Date();
  const ids = { publicId: newPublicId(), requestId: newPublicId() };
  return {
    'a replaced key': async () => {
      const { keyId, oldKeysUntil } = await api.billing.keys.preview.query({ licenceId });
      await api.billing.keys.replace.mutate({
        ...{ licenceId, keyId: keyId ?? 0, oldKeysUntil: oldKeysUntil.toISOString() },
      });
    },
    'a choice of e-mails': () => deps.mailChoices.set(userId, { kind: 'renewal_ahead', isOn: false }),
    'an API token': () =>
      deps.apiTokens.add({
        ...{
          userId,
          name: 'Nora',
          hash: Buffer.alloc(32, 7),
          permissions: ['licences:read'],
          expiresAt: null,
          at,
        },
      }),
    'a company': () =>
      deps.billingDetails.add({
        ...{ id: newPublicId(), userId, companyName: 'Lindqvist AB', vatNumber: 'SE1', givenAt: at },
      }),
    'a change': () =>
      deps.subscriptionChanges.add({
        ...{ ...ids, kind: 'cancel', stream: 'subscription:502198', licenceId, userId, wanted: {} },
        ...{ reason: 'Nora is leaving', askedAt: at },
      }),
    'an entry of the security log': () =>
      deps.securityEvents.add({
        ...{ userId, kind: 'signed_in', detail: null, ipAddress: '203.0.113.9', userAgent: 'Nora', at },
      }),
    'a passkey': () =>
      deps.passkeys.add({
        ...{ userId, name: 'Nora', credentialId: 'aa', publicKey: 'bb', counter: 0, transports: null },
        ...{ deviceType: 'singleDevice', isSynced: false, aaguid: '', signsInAlone: true, addedAt: at },
      }),
    'a change of address': () =>
      deps.emailChanges.add({
        ...{ userId, oldEmail: shop.email, newEmail: 'nora@new.test', requestedAt: at, expiresAt: at },
      }),
    'a ping': () =>
      deps.lastPings.saveNewest([
        { licenceId, at, nextCheckOn: CalendarDate.parse('2026-02-14'), endReason: null, clientId: null },
      ]),
    'a company in the profile': () => api.accounts.profile.save.mutate({ companyName: 'Lindqvist AB' }),
  };
}

async function expectNothingLeft(licenceId: number) {
  expect(await shop.traces()).toEqual([]);
  expect(await shop.differences()).toEqual([]);
  const keys = await shop.rows<{ ciphertext: Buffer; key_version: Buffer }>(
    'SELECT ciphertext, key_version FROM licence_keys',
  );
  expect(
    keys.map(({ ciphertext, key_version: keyVersion }) =>
      decryptKey(shop.deps.keyVault, licenceId, { ciphertext, keyVersion }),
    ),
  ).toEqual(keys.map(() => ''));
  const tables = await shop.rows<{ name: string }>(
    `SELECT TABLE_NAME AS name FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'user_id'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables)
    expect(await shop.rows(`SELECT * FROM ${name} WHERE user_id = ${shop.accountId}`), name).toEqual([]);
  expect(await shop.rows('SELECT * FROM last_pings')).toEqual([]);
}

it.each<Step>(['before its streams are locked', 'once its streams and its account are locked'])(
  'What a person does %s is erased with them or refused',
  async (step) => {
    const licenceId = await buyAndCancel();
    const doings = writers(await signIn(), licenceId);
    let outcomes: PromiseSettledResult<unknown>[] = [];
    let done: Promise<void> | undefined;
    const erasing = interrupted(shop.deps, {
      ...places[step],
      async meanwhile() {
        done = Promise.allSettled(Object.values(doings).map((write) => write())).then((all) => {
          outcomes = all;
        });
        // With the locks held, the requests wait for the erasure to end.
        if (step === 'before its streams are locked') await done;
      },
    });
    const outcome = await eraseDataSubject(erasing, { accountId: shop.accountId, reason: 'asked' });
    expect(outcome).toMatchObject({ status: 'erased', unfolded: [], unreadable: [] });
    await done;
    const refused = Object.keys(doings).filter((_, index) => outcomes[index]?.status === 'rejected');
    // Pings of a licence without an owner are ignored.
    const late = Object.keys(doings).filter((what) => what !== 'a ping');
    expect(refused).toEqual(step === 'before its streams are locked' ? [] : late);
    await expectNothingLeft(licenceId);
  },
);
