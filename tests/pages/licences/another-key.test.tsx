/** Tests replacing a leaked key, the notice until the old one stops, and the offer of an updated key. */
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { LicenceView } from '#shared/licences/licences.ts';
import { type Answers, done, fakeServer, refuse } from '#tests/pages/support/fake-server.ts';
import { aLicence, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const [old, fresh] = ['eyJpdiI6OLD', 'eyJpdiI6NEW'].map((start) => start.repeat(20)) as [string, string];
const stopsAt = new Date('2026-11-30T15:00:00Z');
const withOldKeys = (stopping: Date[], lasting = 0): Partial<LicenceView> => ({
  keyId: 72,
  notices: stopping.length > 0 ? [{ kind: 'key_replaced' }] : [],
  oldKeys: { stopping, lasting },
});
/** The end of the overlap as the page shows it, with the name of the tests' time zone. */
const end = /30\sNov(ember)?\s2026.*\d\d:00 (UTC|GMT|CET)/;

/** A server on which the key can be replaced once, and that tells how its licence then looks. */
function keyServer(answers: Partial<Answers> = {}, licence: Partial<LicenceView> = {}) {
  let keyId = 71;
  return fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [aLicence({ ...licence, ...(keyId === 72 && withOldKeys([stopsAt])) })],
    'licences.revealKey': () => ({ key: keyId === 71 ? old : fresh }),
    'billing.keys.preview': () => ({ keyId, refusal: null, oldKeysUntil: stopsAt }),
    'billing.keys.replace': () => {
      keyId = 72;
      return done;
    },
    ...answers,
  });
}

async function openQuestion(answers: Partial<Answers> = {}) {
  const page = await openPage('/monica', { server: keyServer(answers) });
  await page.user.click(await screen.findByRole('button', { name: 'Replace it' }));
  return { ...page, dialog: await screen.findByRole('dialog', { name: 'Replace this key' }) };
}

describe('Replacing a key', () => {
  it('says until when the old key works, before and after it is confirmed', async () => {
    const { user, called } = await openPage('/monica', { server: keyServer() });
    await user.click(await screen.findByRole('button', { name: 'Reveal' }));
    expect(await screen.findByText(old)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Replace it' }));
    const dialog = await screen.findByRole('dialog', { name: 'Replace this key' });
    expect(await within(dialog).findByRole('radio', { name: end })).toBeChecked();
    expect(called('billing.keys.replace')).toEqual([]);

    await user.click(within(dialog).getByRole('button', { name: 'Replace the key' }));
    expect(await within(dialog).findByRole('status')).toHaveTextContent(/Your licence has a new key\./);
    expect(within(dialog).getByRole('status')).toHaveTextContent(end);
    expect(called('billing.keys.replace')).toEqual([
      { licenceId: 41, keyId: 71, oldKeysUntil: stopsAt.toISOString() },
    ]);
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));

    const notice = await screen.findByText(/Your old key stops working on/);
    expect(notice).toHaveTextContent(end);
    // The key that was revealed before isn't shown as if it were the new one.
    expect(screen.queryByText(old)).not.toBeInTheDocument();
    const link = screen.getByRole('link', { name: 'Show the new key' });
    const { id } = screen.getByRole('group', { name: 'Licence key' });
    expect(link).toHaveAttribute('href', `/monica#${id}`);
    await user.click(screen.getByRole('button', { name: 'Reveal' }));
    expect(await screen.findByText(fresh)).toBeVisible();
  });

  it('can end the old key at once', async () => {
    const { user, dialog, called } = await openQuestion();
    await user.click(await within(dialog).findByRole('radio', { name: 'At once' }));
    await user.click(within(dialog).getByRole('button', { name: 'Replace the key' }));
    expect(await within(dialog).findByRole('status')).toHaveTextContent(
      'Your licence has a new key. The old one no longer works. Paste the new one in Monica now.',
    );
    expect(called('billing.keys.replace')).toEqual([{ licenceId: 41, keyId: 71, oldKeysUntil: null }]);
  });

  it('changes nothing if the customer keeps the key', async () => {
    const { user, dialog, called } = await openQuestion();
    await user.click(await within(dialog).findByRole('button', { name: 'Keep this key' }));
    expect(called('billing.keys.replace')).toEqual([]);
    expect(screen.queryByText(/Your old key stops/)).not.toBeInTheDocument();
  });

  it('says why a key can’t be replaced', async () => {
    const { dialog } = await openQuestion({
      'billing.keys.preview': () => ({ keyId: 71, refusal: 'key_dispute_open', oldKeysUntil: stopsAt }),
    });
    expect(await within(dialog).findByText(/payments for this licence is disputed/)).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: 'Replace the key' })).not.toBeInTheDocument();
  });

  it.each([
    ['another tab was faster', 'key_replaced', /already been replaced/],
    [
      'the dialog was open for too long',
      'key_end_changed',
      /The time at which the old key stops working has changed/,
    ],
  ] as const)(
    'says what happened if %s, and shows again what would happen',
    async (_case, code, sentence) => {
      const { user, dialog, called } = await openQuestion({ 'billing.keys.replace': () => refuse(code) });
      await user.click(await within(dialog).findByRole('button', { name: 'Replace the key' }));
      expect(await within(dialog).findByRole('alert')).toHaveTextContent(sentence);
      await user.click(within(dialog).getByRole('button', { name: 'Check again' }));
      expect(await within(dialog).findByRole('button', { name: 'Replace the key' })).toBeVisible();
      expect(called('billing.keys.preview')).toHaveLength(2);
      expect(called('licences.list').length).toBeGreaterThan(1);
    },
  );

  it('is possible for a key that can’t be shown', async () => {
    await openPage('/monica', { server: keyServer({}, { keyHint: null }) });
    expect(await screen.findByRole('button', { name: 'Replace it' })).toBeVisible();
  });

  const last = new Date('2026-12-02T08:00:00Z');
  const exchanged = /The key that you exchanged for an updated one keeps working\./;
  it.each<[string, Date[], number, RegExp, RegExp[]]>([
    ['two keys stop together', [stopsAt, stopsAt], 0, /^Your old keys stop working on 30 Nov/, []],
    ['two keys stop one after the other', [stopsAt, last], 0, /^Your old keys stop working one/, [/ 2.Dec/]],
    ['one stops and one lasts', [stopsAt], 1, /^The replaced key stops working on/, [exchanged]],
    ['two stop and one lasts', [stopsAt, last], 1, /^The replaced keys stop working one/, [exchanged]],
  ])('says in one notice that %s', async (_case, stopping, lasting, begins, also) => {
    await openPage('/monica', { server: keyServer({}, withOldKeys(stopping, lasting)) });
    const notice = await screen.findByText(begins);
    for (const sentence of also) expect(notice).toHaveTextContent(sentence);
    expect(notice).toHaveTextContent(end);
  });
});

describe('An updated key', () => {
  const differences = { quantity: 3, frequency: 'Monthly', email: 'old@example.test' } as const;

  it('is offered with what has changed, and the old key keeps working', async () => {
    let [isUpdated, isReplaced] = [false, false];
    const server = keyServer({
      'licences.list': () => [
        aLicence({
          ...{ product: 'OfficeLife', quantity: 6, frequency: 'Annual' },
          keyDifferences: isUpdated ? null : differences,
          ...(isUpdated && withOldKeys([], 1)),
          ...(isReplaced && withOldKeys([stopsAt, stopsAt])),
        }),
      ],
      'billing.keys.update': () => {
        isUpdated = true;
        return done;
      },
      'billing.keys.replace': () => {
        isReplaced = true;
        return done;
      },
    });
    const { user, called } = await openPage('/officelife', { server });
    expect(
      await screen.findByText('This key was issued for 3 seats. Your licence now has 6 seats.'),
    ).toBeVisible();
    expect(screen.getByText('This key was issued for the monthly plan. You now pay yearly.')).toBeVisible();
    expect(screen.getByText(/issued to old@example\.test, which is no longer your address/)).toBeVisible();
    expect(screen.getByText(/there’s nothing you need to do/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Get an updated key' }));
    const updated = await screen.findByText(/Your key now has your current details/);
    expect(updated).toHaveTextContent('The old one keeps working too.');
    expect(called('billing.keys.update')).toEqual([{ licenceId: 41 }]);
    expect(screen.queryByRole('button', { name: 'Get an updated key' })).not.toBeInTheDocument();

    // After a replacement, the page says only that the old keys stop.
    await user.click(screen.getByRole('button', { name: 'Replace it' }));
    const dialog = await screen.findByRole('dialog', { name: 'Replace this key' });
    expect(await within(dialog).findByText(/When should the old keys stop/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Replace the key' }));
    expect(await within(dialog).findByText(/The old ones work until/)).toBeVisible();
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    expect(await screen.findByText(/Your old keys stop working on/)).toBeVisible();
    expect(screen.queryByText(/keeps? working/)).not.toBeInTheDocument();
  });

  it('is not offered while the key is up to date', async () => {
    await openPage('/monica', { server: keyServer() });
    expect(await screen.findByRole('button', { name: 'Replace it' })).toBeVisible();
    expect(screen.queryByText(/This key was issued/)).not.toBeInTheDocument();
  });

  it('shows an error when it can’t be issued', async () => {
    const answers: Partial<Answers> = { 'billing.keys.update': () => refuse('licence_ended') };
    const { user } = await openPage('/monica', {
      server: keyServer(answers, { keyDifferences: differences }),
    });
    await user.click(await screen.findByRole('button', { name: 'Get an updated key' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('This licence has ended');
  });
});
