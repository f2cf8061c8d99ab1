/** Tests the administrators' search: what finds a customer, that nothing typed leaves the answer, and its index. */
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { indexChanged } from '#server/features/accounts/customer-index/index-changed.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';
import { makeLicence, makePlan } from '#tests/support/billing/licences.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { rowsRead } from '#tests/support/database/large-tables.ts';
import { numbers } from '#tests/support/database/numbers.ts';
import { everyStoredText } from '#tests/support/database/stored-texts.ts';
import { usePeople } from '#tests/support/people/people.ts';

const database = useDatabase();
const people = usePeople(database);
let deps: Deps;

const never = new AbortController().signal;
const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
const execute = (sql: string) => database.db.query(sql);
const indexed = () => indexChanged(deps, never);
const search = (text: string, after?: string) =>
  people.portal.trpc(people.administrator.cookie).administration.customers.search.mutate({ text, after });
const namesFor = async (text: string) => (await search(text)).found.map(({ customer }) => customer.name);
const wordsOf = async (id: number) =>
  (await rows<{ word: string }>(`SELECT word FROM search_words WHERE user_id = ${id} ORDER BY word`)).map(
    ({ word }) => word,
  );

beforeEach(async () => {
  const { portal } = people;
  deps = buildDeps({
    ...{ config: portal.config, db: database.db, log: portal.logger },
    clock: { now: portal.now },
  });
  await execute('UPDATE users SET two_factor_enabled = 1');
});

describe('A customer is found', () => {
  it('by beginnings of words and by whole values, whatever the case, the accents and the order', async () => {
    const { db } = database;
    await addCustomer(db, { name: 'Zoé Müller-Straße', email: 'zoe@buero.example' });
    const id = await addCustomer(db, { name: 'Łukasz Ørsted', email: 'l.orsted+shop@xn--bcher-kva.example' });
    await execute(`UPDATE users SET company_name = 'Ateliers  Œuvre & 100% Fils' WHERE id = ${id}`);
    await addCustomer(db, { name: '山田 太郎', email: 'taro@example.test' });
    await indexed();
    const found: Record<string, string> = {
      zoe: 'Zoé Müller-Straße',
      'ZOÉ mull': 'Zoé Müller-Straße',
      '  strasse   zo ': 'Zoé Müller-Straße',
      'zoe@bue': 'Zoé Müller-Straße',
      'Zoé Müller-Stra': 'Zoé Müller-Straße',
      lukasz: 'Łukasz Ørsted',
      orsted: 'Łukasz Ørsted',
      'L.Orsted+Shop@bücher.example': 'Łukasz Ørsted',
      'oeuvre atel': 'Łukasz Ørsted',
      '100%': 'Łukasz Ørsted',
      山田: '山田 太郎',
      太: '山田 太郎',
    };
    for (const [text, name] of Object.entries(found)) expect(await namesFor(text), text).toEqual([name]);
    for (const text of ['ouvre', 'ller', '%', '_', 'zoe orsted', '   ', '\\'])
      expect(await namesFor(text), text).toEqual([]);
    expect(await search('oeuvre')).toMatchObject({
      found: [{ matched: ['company'] }],
      key: null,
      next: null,
    });
    expect((await search('zoe')).found[0]?.matched).toEqual(['name', 'email']);
  });

  it('by a licence key, an order, a subscription, a buyer at Paddle, a licence and an account', async () => {
    const { owner } = people;
    const plan = await makePlan(deps);
    // The rows below follow from no events, so that folding them again would remove them.
    await execute('UPDATE plans SET refold_after = NULL');
    const { licenceId, key, entitlement } = await makeLicence(deps, { plan, userId: owner.id });
    const { stream } = entitlement;
    await execute(`INSERT INTO receipts (reference, order_id, stream, user_id, amount_minor, currency, quantity, paid_at, created_at, updated_at)
      VALUES ('order:1-2', '55-1234', '${stream}', ${owner.id}, 900, 'EUR', 1, NOW(3), NOW(3), NOW(3)),
        ('order:1-3', '55-9999', 'order:55-9999', NULL, 900, 'EUR', 1, NOW(3), NOW(3), NOW(3))`);
    await execute(
      `INSERT INTO event_streams (stream, version, user_id, owned_by) VALUES ('${stream}', 1, ${owner.id}, 'passthrough')`,
    );
    await execute(
      `INSERT INTO subscription_refs (paddle_product, kind, id, stream) VALUES ('classic', 'subscription', '700700700', '${stream}')`,
    );
    await execute(`INSERT INTO subscriptions (stream, paddle_subscription_id, paddle_user_id, paddle_plan_id, user_id, status, quantity, started_on, created_at, updated_at)
      VALUES ('${stream}', 700700700, 600600600, 1, ${owner.id}, 'active', 1, '2026-01-01', NOW(3), NOW(3))`);
    const wrapped = ` ${key.slice(0, 40)}\r\n\t${key.slice(40)}\u200b `;
    for (const [text, matched] of [
      [key, 'licence_key'],
      [wrapped, 'licence_key'],
      ['55-1234', 'order'],
      ['700700700', 'subscription'],
      ['600600600', 'paddle_user'],
      [String(licenceId), 'licence'],
      [String(owner.id), 'account'],
    ] as const) {
      const { found } = await search(text);
      const hit = found.find(({ customer }) => customer.id === owner.id);
      expect(hit?.matched, text.slice(0, 20)).toContain(matched);
      expect(JSON.stringify(found)).not.toContain(key.slice(10, 40));
    }
    expect((await search(key)).key).toMatchObject({
      isReadable: true,
      licence: { id: licenceId, customerId: owner.id, isKeyReplaced: false, keyRetiredAt: null },
    });
    // Letters of keys differ in case, unlike those of names.
    const letter = /[a-zA-Z]/.exec(key.slice(20))?.[0] ?? '';
    const at = key.indexOf(letter, 20);
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    const changed = `${key.slice(0, at)}${other}${key.slice(at + 1)}`;
    expect(await search(changed)).toMatchObject({ found: [], key: { licence: null } });
    expect(await search('55-9999')).toMatchObject({
      found: [],
      withoutAccount: [{ matched: 'order', reference: '55-9999', licenceId: null }],
    });
  });

  it('once, however many pages there are and however many words match', async () => {
    await execute(
      `INSERT INTO users (name, email, email_verified, created_at, updated_at)
       SELECT CONCAT('Jean Dupont', seq), CONCAT('jean.dupont', seq, '@jean.example'), 1, NOW(3), NOW(3)
       FROM ${numbers} AS numbers WHERE seq BETWEEN 1 AND 51`,
    );
    await indexed();
    for (const text of ['jean', 'jean dup', 'dup jean']) {
      const ids: number[] = [];
      let pages = 0;
      for (let after: string | undefined; pages === 0 || after !== undefined; pages += 1) {
        const page = await search(text, after);
        ids.push(...page.found.map(({ customer }) => customer.id));
        after = page.next ?? undefined;
        expect(pages).toBeLessThan(6);
      }
      expect(ids.length, text).toBe(51);
      expect(new Set(ids).size, text).toBe(51);
    }
  });
});

describe('The index', () => {
  it('follows what customers change themselves at once', async () => {
    const { portal, owner } = people;
    const api = portal.trpc(owner.cookie);
    await api.accounts.rename.mutate({ name: 'Ada Byron' });
    expect(await namesFor('byron')).toEqual(['Ada Byron']);
    await api.accounts.rename.mutate({ name: 'Ada Lovelace' });
    expect(await namesFor('byron')).toEqual([]);
    await api.accounts.profile.save.mutate({ companyName: 'Analytical Engines', expected: {} });
    expect(await namesFor('engines ana')).toEqual(['Ada Lovelace']);
    expect(await namesFor(owner.email)).toEqual(['Ada Lovelace']);
  });

  it('has new accounts, and those that a process of the previous release has changed', async () => {
    const guest = people.portal.newBrowser();
    await guest.post('/sign-up/email', {
      ...{ name: 'Grace Hopper', email: 'grace@navy.example', password: 'a long enough secret' },
      termsAccepted: true,
    });
    await expect.poll(() => namesFor('hopper')).toEqual(['Grace Hopper']);
    await indexed();
    await execute("UPDATE users SET name = 'Grace Murray', updated_at = NOW(3) WHERE name = 'Grace Hopper'");
    await indexed();
    expect(await namesFor('hopper')).toEqual([]);
    expect(await namesFor('murray')).toEqual(['Grace Murray']);
  });

  it('forgets erased customers', async () => {
    const { owner } = people;
    await indexed();
    expect(await wordsOf(owner.id)).toContain(owner.email);
    await eraseDataSubject(deps, { accountId: owner.id, reason: 'asked' });
    expect(await wordsOf(owner.id)).toEqual([]);
    expect(await rows(`SELECT * FROM customer_facts WHERE user_id = ${owner.id}`)).toEqual([]);
    expect((await everyStoredText(database.db)).join('\n')).not.toContain('onlyhers');
  });

  it('is read in ranges: a page costs the same however many customers there are', async () => {
    await execute(
      `INSERT INTO users (name, email, email_verified, created_at, updated_at)
       SELECT 'Jean Common', CONCAT('jean', seq, '@common.example'), 1, NOW(3), NOW(3)
       FROM ${numbers} AS numbers WHERE seq <= 3000`,
    );
    await addCustomer(database.db, { name: 'Jean Rare' });
    await indexed();
    const typed = { whole: 'je ra', words: ['je', 'ra'] };
    const { value, rows: read } = await rowsRead(database.db, async (transaction) => {
      const { searchWordRepository } = await import(
        '#server/features/accounts/customer-index/search-word.repository.ts'
      );
      return searchWordRepository(database.db, transaction).findByWords(typed, null, 20);
    });
    expect(value.found).toHaveLength(1);
    // About 12,000 words begin like the first one.
    expect(read).toBeLessThan(5_000);
    const [plan] = await rows<{ key: string; type: string }>(
      `EXPLAIN SELECT word, user_id FROM search_words WHERE word LIKE 'ra%' ORDER BY word, user_id LIMIT 20`,
    );
    expect(plan).toMatchObject({ key: 'search_words_word_index', type: 'range' });
  });
});

it('What is typed stands in no address, log line, metric or stored text', async () => {
  const { portal } = people;
  const typed = 'Verysecretname';
  await search(typed);
  expect(JSON.stringify(portal.log)).toContain('administration.customers.search');
  expect(JSON.stringify(portal.log)).not.toMatch(/verysecretname/i);
  expect(await portal.metrics()).not.toMatch(/verysecretname/i);
  expect((await everyStoredText(database.db)).join('\n')).not.toMatch(/verysecretname/i);
});
