/**
 * Tests, over real HTTP and SMTP, that purchases are assigned to their buyers and that customers who pay for one
 * product twice are flagged.
 */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { claimPurchases, claimWhatIsOwned } from '#server/features/billing/claims/claim-purchases.ts';
import { resolveFlag } from '#server/features/billing/decisions/resolve-flag.ts';
import { findDuplicateSubscriptions } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { ConcurrencyConflictError } from '#server/platform/database/transactions.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { cancelledAlert, createdAlert, paymentAlert } from '#tests/support/billing/alerts.ts';
import { planOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { registerCustomer } from '#tests/support/people/customer.ts';
import { browser } from '#tests/support/portal/auth-portal.ts';

const test = useDatabase();
const support = 'support@example.test';
const email = 'nora@example.test';
let portal: Portal;
let mailbox: Mailbox;
let deps: Deps;

beforeEach(async () => {
  mailbox = await startMailbox();
  portal = await startPortal({
    databaseUrl: test.url,
    at: '2026-01-12T10:00:00Z',
    settings: { MAIL_PORT: String(mailbox.smtpPort) },
  });
  deps = buildDeps({
    config: portal.config,
    db: test.db,
    log: portal.logger,
    clock: { now: () => new Date('2026-01-12T10:00:00Z') },
  });
  await planOnSale(test.db);
});
afterEach(async () => {
  await portal.stop();
  await mailbox.stop();
});

const rows = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
const licences = () =>
  rows<{ stream: string; user_id: number | null }>('SELECT stream, user_id FROM licences ORDER BY stream');
const register = () => registerCustomer({ url: portal.url, mailbox }, email);
const claims = () => rows("SELECT stream, payload FROM billing_events WHERE type = 'licence_claimed'");

/** A purchase migrated from another shop: it has no passthrough, and its e-mail address differs in case. */
const bought = (change: Record<string, string> = {}) => ({
  passthrough: '',
  email: 'Nora@Example.test',
  ...change,
});

const verifiedUser = () => addCustomer(test.db, { name: 'Nora', email });

describe('A purchase without an account', () => {
  it('is claimed as soon as its address is confirmed, and the log records how', async () => {
    await portal.alert(createdAlert(bought()));
    await portal.alert(paymentAlert(bought()));
    await portal.alert(
      createdAlert(bought({ subscription_id: '600', user_id: '99', email: 'else@example.test' })),
    );
    const { cookie } = await register();
    const [licence, ...others] = await portal.trpc(cookie).licences.list.query({});
    expect(others).toEqual([]);
    expect(licence).toMatchObject({ product: 'Monica', status: 'active' });
    expect((await portal.trpc(cookie).billing.receipts.query({})).total).toBe(1);
    expect(await claims()).toEqual([
      {
        stream: 'subscription:502198',
        payload: expect.stringContaining('"how":"verified_email"'),
      },
    ]);
    expect((await licences()).map(({ user_id }) => user_id !== null)).toEqual([true, false]);
  });

  it('isn’t claimed by a registration whose address is unconfirmed', async () => {
    await portal.alert(createdAlert(bought()));
    const visitor = browser(portal.url);
    await visitor.post('/sign-up/email', {
      name: 'M',
      email,
      password: 'a long password',
      termsAccepted: true,
    });
    await portal.alert(paymentAlert(bought()));
    expect(await licences()).toEqual([{ stream: 'subscription:502198', user_id: null }]);
  });

  it('is claimed by the sweep when claiming it on confirmation failed', async () => {
    await portal.alert(createdAlert(bought()));
    const id = await verifiedUser();
    const failing: Deps = {
      ...deps,
      transaction: () => Promise.reject(new ConcurrencyConflictError('a stream')),
    };
    await expect(claimPurchases(failing, { id, email })).rejects.toThrow('a stream');
    await expect.poll(licences).toEqual([{ stream: 'subscription:502198', user_id: id }]);
  });

  it('is claimed although the refusal of its address could not be cleared', async () => {
    await portal.alert(createdAlert(bought()));
    const id = await verifiedUser();
    vi.spyOn(deps.accounts, 'setEmailRefused').mockRejectedValue(new Error('the database is away'));
    await deps.emailVerified({ id, email });
    expect(await licences()).toEqual([{ stream: 'subscription:502198', user_id: id }]);
    const messages = portal.log.map(({ msg }) => msg);
    expect(messages).toContain('a confirmed address may still be marked as refused');
    expect(messages).not.toContain('could not look for purchases made with a confirmed address');
  });

  it('is claimed by the nightly job when confirming the address missed it', async () => {
    await portal.alert(createdAlert(bought()));
    const id = await verifiedUser();
    expect(await claimWhatIsOwned(deps)).toBe(1);
    expect(await licences()).toEqual([{ stream: 'subscription:502198', user_id: id }]);
    expect(await claimWhatIsOwned(deps)).toBe(0);
    expect(await claims()).toHaveLength(1);
  });
});

describe('Two payments for one product', () => {
  const flags = () =>
    rows("SELECT reference, stream, detail FROM flags WHERE kind = 'second_licence' AND resolved_at IS NULL");
  const ours = (id: number, change: Record<string, string> = {}) => ({
    passthrough: writePassthrough(id),
    ...change,
  });
  const second = { subscription_id: '502201', event_time: '2026-01-12 09:20:00' };
  const thePair = {
    reference: 'second_licence:subscription:502201+subscription:502198',
    stream: 'subscription:502201',
    detail: 'subscription:502198',
  };

  it('create two licences, a flag on the later one and an e-mail to support', async () => {
    const { cookie } = await register();
    const id = (await portal.trpc(cookie).accounts.me.query())?.id ?? 0;
    await portal.alert(createdAlert(ours(id)));
    await portal.alert(createdAlert(ours(id, second)));
    const both = await portal.trpc(cookie).licences.list.query({ product: 'Monica' });
    expect(both.map(({ standing, notices }) => [standing, notices.length]).sort()).toEqual([
      ['good', 0],
      ['good', 1],
    ]);
    expect(await flags()).toEqual([thePair]);
    await expect.poll(() => mailbox.letters(support).length).toBe(1);
    const [letter] = mailbox.letters(support);
    expect(letter?.subject).toBe('A customer is paying twice for Monica');
    expect(letter?.text).toContain(email);
    expect(letter?.text).toContain('subscription:502201');
    expect(letter?.text).toContain(`${portal.url}/administration/${id}`);
  });

  it('are flagged on the later one even when its alert arrives first', async () => {
    const id = await verifiedUser();
    await portal.alert(createdAlert(ours(id, second)));
    await portal.alert(createdAlert(ours(id)));
    expect(await flags()).toEqual([thePair]);
  });

  it('are flagged once when their alerts arrive concurrently', async () => {
    const id = await verifiedUser();
    await Promise.all([portal.alert(createdAlert(ours(id))), portal.alert(createdAlert(ours(id, second)))]);
    expect(await flags()).toEqual([thePair]);
    await Promise.all([
      findDuplicateSubscriptions(deps),
      findDuplicateSubscriptions(deps),
      findDuplicateSubscriptions(deps),
    ]);
    expect(await rows("SELECT id FROM billing_events WHERE type = 'second_licence_found'")).toHaveLength(1);
  });

  it('are found by the nightly job when they weren’t flagged on arrival', async () => {
    const id = await verifiedUser();
    await portal.alert(createdAlert(ours(id)));
    await portal.alert(createdAlert({ ...bought(second), email: 'unknown@example.test', user_id: '99' }));
    expect(await flags()).toEqual([]);
    await test.db.query(`UPDATE licences SET user_id = ${id}`);
    expect(await findDuplicateSubscriptions(deps)).toEqual([
      { stream: 'subscription:502201', other: 'subscription:502198' },
    ]);
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
  });

  it('aren’t flagged when the pay link allowed another licence', async () => {
    const id = await verifiedUser();
    await portal.alert(createdAlert(ours(id)));
    await portal.alert(createdAlert({ ...second, passthrough: writePassthrough(id, { another: true }) }));
    expect(await licences()).toHaveLength(2);
    expect(await flags()).toEqual([]);
  });

  it('aren’t flagged when the first subscription no longer renews', async () => {
    const id = await verifiedUser();
    await portal.alert(createdAlert(ours(id)));
    await portal.alert(cancelledAlert(ours(id, { event_time: '2026-01-12 09:15:00' })));
    await portal.alert(createdAlert(ours(id, second)));
    expect(await flags()).toEqual([]);
  });

  it('aren’t flagged again once their flag has been resolved', async () => {
    const id = await verifiedUser();
    await portal.alert(createdAlert(ours(id)));
    await portal.alert(createdAlert(ours(id, second)));
    const { status } = await resolveFlag(deps, {
      reference: thePair.reference,
      by: 'command line',
      reason: 'they want both',
    });
    expect(status).toBe('done');
    expect(await findDuplicateSubscriptions(deps)).toEqual([]);
    expect(await flags()).toEqual([]);
  });

  it('are flagged when a registration claims both', async () => {
    await portal.alert(createdAlert(bought()));
    await portal.alert(createdAlert(bought(second)));
    await register();
    expect(await flags()).toEqual([thePair]);
  });
});
