/** Tests the acts of administrators on licences, from procedure to ping, and that no later alert undoes them. */
import { afterEach, describe, expect, it } from 'vitest';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { CalendarDate } from '#shared/dates.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { useAdministrator } from '#tests/support/people/administrator.ts';
import { newRequestId, useChangingCustomer } from '#tests/support/people/changing-customer.ts';
import { codeOf } from '#tests/support/people/code-of.ts';

const shop = useChangingCustomer();
const administrator = useAdministrator(shop);

const reason = 'He wrote to us about it';
const day = (text: string) => CalendarDate.parse(text);

/** The tables must match the event log after every act. */
afterEach(async () => {
  expect((await rebuild(shop.deps, { dryRun: true })).differences).toEqual([]);
});

const licences = () => administrator.api.licences;
const eventsOf = (stream: string) =>
  shop.rows<{ type: string; source: string; payload: string }>(
    `SELECT type, source, payload FROM billing_events
     WHERE stream = '${stream}' AND source <> 'paddle_alert' ORDER BY id`,
  );
const aboutIt = (licenceId: number) => ({ customerId: shop.userId, licenceId, reason });

async function grant(over: { until?: string; seats?: number; requestId?: string } = {}) {
  const { until = '2027-07-01', seats = 5, requestId = newRequestId() } = over;
  const { id: planId } = shop.plan('OfficeLife monthly');
  const asked = { customerId: shop.userId, reason, requestId, planId, until: day(until), seats };
  return { ...(await licences().grant.mutate(asked)), stream: `grant:${requestId}`, asked };
}

describe('A complimentary licence', () => {
  it('works through its last day, is shown and told to the customer, and is one event of the log', async () => {
    const { licenceId, stream, asked } = await grant();
    expect(await administrator.ping(await administrator.key(licenceId))).toBe('200 2027-07-02');
    expect(await shop.view(licenceId)).toMatchObject({ product: 'OfficeLife', quantity: 5 });
    expect(await eventsOf(stream)).toMatchObject([{ type: 'licence_granted', source: 'administrator' }]);
    expect(await administrator.audit()).toEqual([
      {
        ...{ act: 'licence.grant', outcome: 'done', code: null, stream, reason, before: null },
        subject: `account ${shop.userId}`,
        after: { licence: licenceId, plan: 'OfficeLife monthly', until: '2027-07-01', seats: 5 },
      },
    ]);
    const letters = () => shop.mailbox.letters('nora.lindqvist@example.test');
    await expect
      .poll(() => letters().map(({ subject }) => subject))
      .toContain('Your free OfficeLife licence');
    // The same request grants no second licence, whoever sends it again.
    expect(await licences().grant.mutate(asked)).toEqual({ licenceId });
    expect(await shop.rows('SELECT id FROM licences')).toHaveLength(1);
    expect(await codeOf(licences().grant.mutate({ ...asked, customerId: administrator.id }))).toBe(
      'own_account',
    );
    const other = await administrator.another('viewer');
    expect(await codeOf(licences().grant.mutate({ ...asked, customerId: other.id }))).toBe('invalid_input');
    await shop.twin.advanceDays(92);
    expect(await administrator.ping(await administrator.key(licenceId))).toBe('410 expired');
  });

  it('is refused for a day that is over, for seats that the product does not have, and without a plan', async () => {
    expect(await codeOf(grant({ until: '2027-03-31' }))).toBe('day_over');
    const { id: planId } = shop.plan('Monica yearly');
    const asked = { customerId: shop.userId, reason, requestId: newRequestId(), until: day('2027-07-01') };
    expect(await codeOf(licences().grant.mutate({ ...asked, planId, seats: 2 }))).toBe('plan_without_seats');
    expect(await codeOf(licences().grant.mutate({ ...asked, planId: 999_999, seats: 1 }))).toBe('not_found');
    expect(await shop.rows('SELECT id FROM licences')).toEqual([]);
    expect(await administrator.audit()).toMatchObject([
      { outcome: 'failed', code: 'day_over' },
      { outcome: 'failed', code: 'plan_without_seats' },
      { outcome: 'failed', code: 'not_found', reason: null },
    ]);
  });

  it('is extended, revoked and reinstated like one that was bought', async () => {
    const { licenceId } = await grant();
    const key = await administrator.key(licenceId);
    await licences().extend.mutate({ ...aboutIt(licenceId), until: day('2027-08-01') });
    await licences().revoke.mutate(aboutIt(licenceId));
    expect(await administrator.ping(key)).toBe('410 revoked');
    await licences().reinstate.mutate(aboutIt(licenceId));
    expect(await administrator.ping(key)).toBe('200 2027-08-02');
  });
});

describe('An extension', () => {
  it('is a gift of days that no later alert takes away, and that a later payment outlasts', async () => {
    const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
    const key = await administrator.key(licenceId);
    expect(await administrator.ping(key)).toBe('200 2027-05-02');
    await licences().extend.mutate({ ...aboutIt(licenceId), until: day('2027-05-20') });
    expect(await administrator.ping(key)).toBe('200 2027-05-21');
    expect(await administrator.audit()).toMatchObject([
      {
        ...{
          act: 'licence.extend',
          subject: `licence ${licenceId}`,
          stream: `subscription:${subscriptionId}`,
        },
        ...{ before: { status: 'active', validUntil: '2027-05-01' }, after: { validUntil: '2027-05-20' } },
      },
    ]);
    shop.twin.cancel(subscriptionId);
    await shop.twin.drain();
    expect(await administrator.ping(key)).toBe('200 2027-05-21');
  });

  it('of a subscription that renews is absorbed by the next payments', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    await licences().extend.mutate({ ...aboutIt(licenceId), until: day('2027-05-20') });
    await shop.twin.advanceDays(30);
    expect(await administrator.ping(await administrator.key(licenceId))).toBe('200 2027-06-02');
  });

  it('is refused if it would add no day', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    const until = (text: string) =>
      codeOf(licences().extend.mutate({ ...aboutIt(licenceId), until: day(text) }));
    expect(await until('2027-05-01')).toBe('not_an_extension');
    expect(await until('2027-03-31')).toBe('day_over');
    await licences().revoke.mutate(aboutIt(licenceId));
    expect(await until('2027-09-01')).toBe('licence_revoked');
  });
});

describe('A revoked licence', () => {
  it('stays revoked when it is paid again, with its receipt and without a mail, until it is reinstated', async () => {
    const { licenceId, stream } = await shop.buy('Monica monthly');
    const key = await administrator.key(licenceId);
    await licences().revoke.mutate(aboutIt(licenceId));
    expect(await administrator.ping(key)).toBe('410 revoked');
    expect(await codeOf(licences().revoke.mutate(aboutIt(licenceId)))).toBe('changed_meanwhile');
    await expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
    const mails = shop.mailbox.letters('nora.lindqvist@example.test').length;
    await shop.twin.advanceDays(30);
    expect(await administrator.ping(key)).toBe('410 revoked');
    expect(await shop.receipts()).toEqual([900, 900]);
    expect(await shop.rows(`SELECT kind FROM flags WHERE stream = '${stream}'`)).toEqual([
      { kind: 'paid_while_revoked' },
    ]);
    await expect.poll(() => shop.rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
    expect(shop.mailbox.letters('nora.lindqvist@example.test')).toHaveLength(mails);
    await licences().reinstate.mutate(aboutIt(licenceId));
    expect(await administrator.ping(key)).toBe('200 2027-06-02');
    expect(await codeOf(licences().reinstate.mutate(aboutIt(licenceId)))).toBe('changed_meanwhile');
    expect((await eventsOf(stream)).map(({ type }) => type)).toEqual([
      'licence_revoked',
      'licence_reinstated',
    ]);
  });
});

describe('A new key', () => {
  it('is shown to the customer alone, and the old one works until the time that was shown', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    const old = await administrator.key(licenceId);
    const support = await administrator.another('support');
    const { keyId, oldKeysUntil, refusal } = await support.api.licences.previewReissue.query({
      ...{ customerId: shop.userId, licenceId },
    });
    expect(refusal).toBeNull();
    const request = {
      ...aboutIt(licenceId),
      ...{ keyId: keyId ?? 0, oldKeysUntil: oldKeysUntil.toISOString() },
    };
    expect(await support.api.licences.reissue.mutate(request)).toEqual({ ok: true });
    const fresh = await administrator.key(licenceId);
    expect(fresh).not.toBe(old);
    expect([await administrator.ping(old), await administrator.ping(fresh)]).toEqual([
      ...['200 2027-05-02', '200 2027-05-02'],
    ]);
    const [entry] = await administrator.audit();
    expect(entry).toMatchObject({ before: { keyId }, after: { oldKeysUntil: oldKeysUntil.toISOString() } });
    expect(await shop.rows('SELECT * FROM audit_log').then(JSON.stringify)).not.toContain(fresh.slice(0, 30));
    // The same request again doesn't replace the new key.
    expect(await codeOf(support.api.licences.reissue.mutate(request))).toBe('key_replaced');
    expect(await administrator.key(licenceId)).toBe(fresh);
    await shop.twin.advanceDays(8);
    expect([await administrator.ping(old), await administrator.ping(fresh)]).toEqual([
      '404',
      '200 2027-05-02',
    ]);
  });

  it('is not given for a licence that is revoked, or that belongs to somebody else', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    const old = await administrator.key(licenceId);
    const { keyId } = await licences().previewReissue.query({ customerId: shop.userId, licenceId });
    const request = { ...aboutIt(licenceId), keyId: keyId ?? 0, oldKeysUntil: null };
    const other = await administrator.another('viewer');
    expect(await codeOf(licences().reissue.mutate({ ...request, customerId: other.id }))).toBe('not_found');
    await licences().revoke.mutate(aboutIt(licenceId));
    expect(await codeOf(licences().reissue.mutate(request))).toBe('licence_revoked');
    expect(await administrator.key(licenceId)).toBe(old);
  });
});

describe('A key that an administrator reveals', () => {
  it('is read with a reason, is never cached, and the log has no part of it', async () => {
    const { licenceId } = await shop.buy('Monica monthly');
    const stored = await administrator.key(licenceId);
    expect(await licences().revealKey.mutate(aboutIt(licenceId))).toEqual({ key: stored });
    expect(await administrator.audit()).toMatchObject([
      { act: 'licence.revealKey', outcome: 'done', subject: `licence ${licenceId}`, reason, after: null },
    ]);
    const answer = await fetch(`${shop.portal.url}/trpc/administration.licences.revealKey`, {
      ...{ method: 'POST', body: JSON.stringify({ json: aboutIt(licenceId) }) },
      headers: {
        ...{ cookie: administrator.cookie, origin: shop.portal.url, 'content-type': 'application/json' },
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const text of [JSON.stringify(shop.portal.log), ...(await everyStoredText(shop.database.db))])
      expect(text).not.toContain(stored.slice(0, 40));
  });
});

it('Erasing the customer takes the reasons out of all entries and events, and leaves who did what', async () => {
  const { licenceId, subscriptionId } = await shop.buy('Monica monthly');
  const about = { ...aboutIt(licenceId), reason: 'Nora Lindqvist asked on the phone' };
  await licences().extend.mutate({ ...about, until: day('2027-09-01') });
  await licences().revealKey.mutate(about);
  shop.twin.cancel(subscriptionId);
  await shop.twin.drain();
  expect(await eraseDataSubject(shop.deps, { accountId: shop.userId, reason: 'asked' })).toMatchObject({
    status: 'erased',
  });
  expect((await everyStoredText(shop.database.db)).filter((text) => /on the phone/.test(text))).toEqual([]);
  expect(await administrator.audit()).toMatchObject([
    { act: 'licence.extend', outcome: 'done', reason: null, before: null, after: null },
    { act: 'licence.revealKey', outcome: 'done', reason: null, before: null, after: null },
  ]);
});
