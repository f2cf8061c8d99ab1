/** Tests replacing a leaked key through the portal's API, from the page to the ping. */
import { describe, expect, it } from 'vitest';
import { reissueLicence } from '#server/features/billing/decisions/reissue-licence.ts';
import { revokeLicence } from '#server/features/billing/decisions/revoke-licence.ts';
import { replaceKey } from '#server/features/billing/keys/replace-key.ts';
import { updateOwnKey } from '#server/features/billing/keys/update-key.ts';
import { cancelledAlert, refundAlert } from '#tests/support/billing/alerts.ts';
import { interrupted } from '#tests/support/database/interrupted.ts';
import { codeOf } from '#tests/support/people/code-of.ts';
import { useKeyShop } from './key-shop.ts';

const shop = useKeyShop();

const good = '200 2026-02-13';
const by = { by: 'command line', reason: 'A good reason' } as const;

/** Returns a request that confirms what the preview shows now. */
async function confirmed() {
  const { licenceId } = shop;
  const { keyId, oldKeysUntil } = await shop.keys.preview.query({ licenceId });
  return { licenceId, keyId: keyId ?? 0, oldKeysUntil: oldKeysUntil.toISOString() };
}

/** Returns the e-mails about new keys, the newest first. */
const newsOfKeys = () =>
  shop.customer.mailbox
    .letters(shop.customer.email)
    .filter(({ subject }) => subject === 'A new key for your Monica licence');

describe('Replacing a leaked key', () => {
  it('gives a new key at once, and the old one works until exactly the time that was shown', async () => {
    const old = await shop.key();
    const shown = await shop.keys.preview.query({ licenceId: shop.licenceId });
    expect(shown).toMatchObject({ refusal: null, oldKeysUntil: new Date('2026-01-19T10:00:00Z') });
    expect(await shop.view()).toMatchObject({ keyId: shown.keyId, notices: [] });
    shop.customer.portal.setNow('2026-01-12T10:19:00Z');
    const { keyId, oldKeysUntil } = shown;
    const request = {
      licenceId: shop.licenceId,
      keyId: keyId ?? 0,
      oldKeysUntil: oldKeysUntil.toISOString(),
    };
    // The hour in which the preview was shown is over, but what it promised still holds.
    expect(await shop.keys.replace.mutate(request)).toEqual({ ok: true });

    const fresh = await shop.key();
    expect(fresh).not.toBe(old);
    expect(await shop.customer.trpc.licences.revealKey.query({ licenceId: shop.licenceId })).toEqual({
      key: fresh,
    });
    expect(await shop.view()).toMatchObject({
      keyHint: { start: fresh.slice(0, 16), end: fresh.slice(-16) },
      notices: [{ kind: 'key_replaced' }],
      oldKeys: { stopping: [oldKeysUntil], lasting: 0 },
    });
    expect((await shop.view()).keyId).not.toBe(keyId);
    // Neither key's next check moves, so no instance is locked for longer than without the replacement.
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual([good, good]);
    shop.customer.portal.setNow('2026-01-19T09:59:59.999Z');
    expect([await shop.ping(old), await shop.overlap()]).toEqual([good, [oldKeysUntil.toISOString()]]);
    shop.customer.portal.setNow('2026-01-19T10:00:00Z');
    expect([await shop.ping(old), await shop.ping(fresh)]).toEqual(['404', good]);
    expect(await shop.overlap()).toEqual([]);
    expect(await shop.decisions()).toEqual(['licence_reissued by customer']);
  });

  it('is reported by e-mail, with the time and without the key', async () => {
    const old = await shop.key();
    await shop.replace();
    await expect.poll(newsOfKeys).toHaveLength(1);
    const [letter] = newsOfKeys();
    expect(letter?.text).toContain('The old key works until 19\u00A0January 2026, 10:00 UTC.');
    for (const key of [old, await shop.key()]) {
      expect(letter?.text).not.toContain(key.slice(0, 20));
      expect(letter?.html).not.toContain(key.slice(0, 20));
    }
  });

  it('again during the overlap keeps the time promised for the first key', async () => {
    const first = await shop.key();
    await shop.replace();
    const second = await shop.key();
    await expect.poll(newsOfKeys).toHaveLength(1);
    shop.customer.portal.setNow('2026-01-13T12:00:00Z');
    await shop.replace();
    await expect.poll(newsOfKeys).toHaveLength(2);
    // Either of the old keys may be the one in use.
    const [again] = newsOfKeys();
    expect(again?.text).toContain(
      'the next one on 19\u00A0January 2026, 10:00 UTC, the last one on 20\u00A0January',
    );
    const [firstEnd, secondEnd] = ['2026-01-19T10:00:00.000Z', '2026-01-20T12:00:00.000Z'];
    expect(await shop.overlap()).toEqual([firstEnd, secondEnd]);
    shop.customer.portal.setNow('2026-01-19T09:59:00Z');
    expect([await shop.ping(first), await shop.ping(second)]).toEqual([good, good]);
    shop.customer.portal.setNow('2026-01-19T10:00:00Z');
    expect([await shop.ping(first), await shop.ping(second)]).toEqual(['404', good]);
    expect(await shop.overlap()).toEqual([secondEnd]);
    shop.customer.portal.setNow('2026-01-20T12:00:00Z');
    expect([await shop.ping(second), await shop.ping(await shop.key())]).toEqual(['404', good]);
  });

  it('can end the old key at once, and the page, the history and the e-mail say so', async () => {
    const old = await shop.key();
    await shop.replaceAtOnce();
    expect([await shop.ping(old), await shop.ping(await shop.key())]).toEqual(['404', good]);
    expect(await shop.view()).toMatchObject({ notices: [], oldKeys: { stopping: [], lasting: 0 } });
    await expect.poll(newsOfKeys).toHaveLength(1);
    expect(newsOfKeys()[0]?.text).toContain('The old key no longer works. Paste the new one in Monica now.');
    const { entries } = await shop.customer.trpc.billing.history.query({ licenceId: shop.licenceId });
    expect(entries[0]).toEqual({
      ...{ kind: 'key_reissued', on: '2026-01-12', by: 'customer', oldKeysUntil: null },
    });
  });

  it('at once leaves a key that was replaced before the time promised for it', async () => {
    const first = await shop.key();
    await shop.replace();
    const second = await shop.key();
    await expect.poll(newsOfKeys).toHaveLength(1);
    await shop.replaceAtOnce();
    expect([await shop.ping(first), await shop.ping(second)]).toEqual([good, '404']);
    expect(await shop.overlap()).toEqual(['2026-01-19T10:00:00.000Z']);
    await expect.poll(newsOfKeys).toHaveLength(2);
    const [{ text } = { text: '' }] = newsOfKeys();
    expect(text).toContain('The old key no longer works.');
    expect(text).toContain('The key that was replaced earlier works until 19\u00A0January 2026, 10:00 UTC.');
  });

  it('never shortens an overlap that an operator promised', async () => {
    const first = await shop.key();
    await reissueLicence(shop.customer.deps, { licenceId: shop.licenceId, overlapDays: 30, ...by });
    await shop.replace();
    shop.customer.portal.setNow('2026-02-11T09:19:59Z');
    expect(await shop.ping(first)).toBe(good);
    shop.customer.portal.setNow('2026-02-11T09:20:00Z');
    expect(await shop.ping(first)).toBe('404');
  });

  it('can be cut short by an operator', async () => {
    const old = await shop.key();
    await shop.replace();
    await reissueLicence(shop.customer.deps, { licenceId: shop.licenceId, overlapDays: 0, ...by });
    expect([await shop.ping(old), await shop.overlap()]).toEqual(['404', []]);
  });

  it('asks for a proof of identity that is no older than 15 minutes', async () => {
    const old = await shop.key();
    const request = await confirmed();
    await shop.customer.forgetConfirmation();
    expect(await codeOf(shop.keys.replace.mutate(request))).toBe('confirmation_needed');
    expect([await shop.key(), await shop.decisions()]).toEqual([old, []]);
  });

  it('happens once if two tabs confirm at once, and the other one is told', async () => {
    const old = await shop.key();
    const request = await confirmed();
    const outcomes = await Promise.all([1, 2, 3].map(() => codeOf(shop.keys.replace.mutate(request))));
    expect(outcomes.sort()).toEqual(['key_replaced', 'key_replaced', null].sort());
    expect(await shop.decisions()).toEqual(['licence_reissued by customer']);
    expect(await codeOf(shop.keys.replace.mutate(request))).toBe('key_replaced');
    expect([await shop.ping(old), await shop.ping(await shop.key())]).toEqual([good, good]);
    // The refused ones don't count toward the limit.
    await shop.replace();
    await shop.replace();
    expect(await codeOf(shop.replace())).toBe('too_many_requests');
  });

  it('is limited to three a day for each account, whatever the licence', async () => {
    const other = await shop.buySeats(5);
    for (const licenceId of [shop.licenceId, other, shop.licenceId]) await shop.replace(licenceId);
    const keys = [await shop.key(), await shop.key(other)];
    for (const licenceId of [shop.licenceId, other])
      expect(await codeOf(shop.replace(licenceId))).toBe('too_many_requests');
    expect([await shop.key(), await shop.key(other)]).toEqual(keys);
  });

  it('never promises a time that the portal did not offer', async () => {
    const request = await confirmed();
    const times = [
      '2026-01-19T11:00:00Z',
      '2026-01-19T08:59:00Z',
      '2027-01-19T10:00:00Z',
      '2026-01-12T09:00:00Z',
    ];
    for (const oldKeysUntil of times)
      expect(await codeOf(shop.keys.replace.mutate({ ...request, oldKeysUntil }))).toBe('key_end_changed');
    expect(await shop.decisions()).toEqual([]);
  });

  it('ends updated keys too, because any of them may be the one that leaked', async () => {
    const licenceId = await shop.buySeats(5);
    const first = await shop.key(licenceId);
    await shop.database.db.query(`UPDATE licences SET quantity = 8 WHERE id = ${licenceId}`);
    await shop.keys.update.mutate({ licenceId });
    const second = await shop.key(licenceId);
    await shop.replace(licenceId);
    expect([await shop.ping(first), await shop.ping(second)]).toEqual([good, good]);
    shop.customer.portal.setNow('2026-01-19T10:00:00Z');
    const answers = [
      await shop.ping(first),
      await shop.ping(second),
      await shop.ping(await shop.key(licenceId)),
    ];
    expect(answers).toEqual(['404', '404', good]);
  });
});

describe('A key is not replaced', () => {
  /** Asserts that neither the preview nor a confirmation of what it showed before lets the customer replace the key. */
  async function expectRefused(refusal: string, change: () => Promise<unknown>) {
    const old = await shop.key();
    const request = await confirmed();
    await change();
    const logged = await shop.decisions();
    expect(await shop.keys.preview.query({ licenceId: shop.licenceId })).toMatchObject({ refusal });
    expect(await codeOf(shop.keys.replace.mutate(request))).toBe(refusal);
    expect([await shop.key(), await shop.decisions()]).toEqual([old, logged]);
  }

  it('after the licence has ended', () =>
    expectRefused('licence_ended', async () => {
      await shop.customer.portal.alert(refundAlert(shop.ours()));
    }));

  it('after a cancelled licence has ended, but before', async () => {
    const { portal } = shop.customer;
    portal.setNow('2026-01-20T19:00:00Z');
    await portal.alert(cancelledAlert(shop.ours()));
    await shop.replace();
    await expectRefused('licence_ended', async () => portal.setNow('2026-02-13T00:00:00Z'));
  });

  it('if the licence has been revoked', () =>
    expectRefused('licence_revoked', () =>
      revokeLicence(shop.customer.deps, { licenceId: shop.licenceId, ...by }),
    ));

  const dispute = () =>
    shop.customer.portal.alert({
      alert_name: 'payment_dispute_created',
      ...{ order_id: '317366-1864142', event_time: '2026-01-12 09:18:00', status: 'open' },
      ...{ amount: '9.00', currency: 'USD', fee_usd: '15.00', email: shop.customer.email },
      ...{ checkout_id: '1-abc', marketing_consent: '0', passthrough: '' },
    });

  it('while one of its payments is disputed', () => expectRefused('key_dispute_open', dispute));

  it.each(['replaced', 'updated'])('if a dispute is applied while the key is being %s', async (what) => {
    await shop.database.db.query("UPDATE users SET email = 'nora@new.test'");
    const old = await shop.key();
    const request = await confirmed();
    const { deps, userId } = shop.customer;
    const { licenceId } = shop;
    const during = (method: string) =>
      interrupted(deps, { repository: 'licences', method, when: 'after', meanwhile: dispute });
    const asked =
      what === 'replaced'
        ? replaceKey(during('findById'), userId, request)
        : updateOwnKey(during('findByIdForUser'), { userId, email: 'nora@new.test', licenceId });
    await expect(asked).rejects.toMatchObject({ code: 'key_dispute_open' });
    expect([await shop.key(), await shop.decisions()]).toEqual([old, []]);
  });

  it('if the licence belongs to another customer', async () => {
    const old = await shop.key();
    const request = await confirmed();
    await shop.giveAway();
    const { licenceId } = shop;
    expect(await codeOf(shop.keys.preview.query({ licenceId }))).toBe('not_found');
    expect(await codeOf(shop.keys.replace.mutate(request))).toBe('not_found');
    expect(await codeOf(shop.keys.update.mutate({ licenceId }))).toBe('not_found');
    expect([await shop.key(), await shop.decisions()]).toEqual([old, []]);
  });
});
