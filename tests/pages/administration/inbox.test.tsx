/** Tests the inbox: whether everything is in order, the list, replaying, one event, and what has to be decided. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { administration, maya } from '#tests/pages/support/administration.ts';
import { refuse } from '#tests/pages/support/fake-server.ts';
import { aFlag, anEvent, anInboxSummary, someEventDetails } from '#tests/pages/support/inbox.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/administration/inbox';
const failed = anEvent({
  ...{ id: 90, type: 'subscription_created', state: 'failed', licenceId: null, customer: null },
  ...{
    problem: { kind: 'unknown_plan', paddlePlanId: '4711' },
    nextAttemptAt: new Date('2026-11-30T15:00:00Z'),
  },
});
const listOf = (...events: ReturnType<typeof anEvent>[]) => ({
  'administration.inbox.list': () => ({ events, newer: null, older: null }),
});

describe('The top of the inbox', () => {
  it('says that everything is in order, when the last alert came and what the comparison found', async () => {
    const found = { alerts: 4, differences: 1, unapplied: 0 };
    const summary = anInboxSummary();
    await openPage(path, {
      server: administration({
        'administration.inbox.summary': () => ({ ...summary, comparison: { ...summary.comparison, found } }),
      }),
    });
    const state = await screen.findByRole('region', { name: 'Is everything in order?' });
    expect(await within(state).findByText(/Everything is in order/)).toBeVisible();
    expect(state).toHaveTextContent('4 missing alerts, 1 difference, all processed');
    expect(state).toHaveTextContent('Nothing was missing');
  });

  it('says that an alert waits for another one, which is in order', async () => {
    await openPage(path, {
      server: administration({ 'administration.inbox.summary': () => anInboxSummary({ waiting: 2 }) }),
    });
    expect(await screen.findByText(/Everything is in order/)).toBeVisible();
    expect(screen.getByText('Waiting for an alert that must come first: 2')).toBeVisible();
  });

  it('says what is not in order, and when it is tried again', async () => {
    const summary = anInboxSummary({ failed: 3, late: 1_000 });
    await openPage(path, {
      server: administration({
        'administration.inbox.summary': () => ({
          ...summary,
          search: { ...summary.search, failures: 2 },
          comparison: { ...summary.comparison, isOverdue: true },
        }),
      }),
    });
    expect(await screen.findByText('Something needs your attention.')).toBeVisible();
    expect(screen.getByText('Couldn’t be processed: 3')).toBeVisible();
    expect(screen.getByText('Due for more than five minutes: 1,000 or more')).toBeVisible();
    expect(screen.getByText(/Paddle couldn’t be asked for missing alerts/)).toBeVisible();
    expect(screen.getByText(/The comparison with Paddle should have run/)).toBeVisible();
  });
});

describe('The list of events', () => {
  it('says what became of each and why', async () => {
    await openPage(path, { server: administration(listOf(failed, anEvent())) });
    const table = await screen.findByRole('table', { name: 'Alerts' });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('There’s no plan with Paddle’s number 4711');
    expect(second).toHaveTextContent('Nora Lindqvist');
    expect(within(table).getByRole('link', { name: /^subscription_ ?created$/ })).toHaveAttribute(
      'href',
      `${path}/90`,
    );
  });

  it('is filtered by what stands in the address, and refuses a number with letters', async () => {
    const { user, fill, address, called } = await openPage(`${path}?type=payment_succeeded&customer=7`, {
      server: administration(listOf()),
    });
    expect(await screen.findByText('No events match these filters')).toBeVisible();
    expect(called('administration.inbox.list')).toMatchObject([{ type: 'payment_succeeded', customerId: 7 }]);
    await user.selectOptions(screen.getByLabelText('State'), 'Failed');
    await fill(screen.getByLabelText('Subscription number at Paddle'), 'nora');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    expect(screen.getByText('Enter a number: digits only.')).toBeVisible();
    await user.clear(screen.getByLabelText('Subscription number at Paddle'));
    await fill(screen.getByLabelText('Subscription number at Paddle'), '4711');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await waitFor(() => expect(address()).toContain('subscription=4711'));
    expect(called('administration.inbox.list').at(-1)).toMatchObject({
      ...{ type: 'payment_succeeded', customerId: 7, state: 'failed', subscription: '4711' },
    });
  });

  it('replays what is chosen and seen, and says how many and what happened', async () => {
    const other = anEvent({ ...failed, id: 91 });
    const { user, fill, called } = await openPage(path, {
      server: administration({
        ...listOf(failed, other),
        'administration.inbox.replay': ({ ids }) => ({
          ...{ applied: ids.length - 1, waiting: 0, failed: 1, malformed: 0, ignored: 0, unknown: 0 },
        }),
      }),
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Select event 90' }));
    await user.click(screen.getByRole('checkbox', { name: 'Select event 91' }));
    await user.click(screen.getByRole('button', { name: 'Process 2 events again' }));
    const dialog = await screen.findByRole('dialog', { name: 'Process 2 events again?' });
    expect(dialog).toHaveTextContent('nothing is counted twice');
    await fill(within(dialog).getByLabelText('Reason'), 'The plan has been added');
    await user.click(within(dialog).getByRole('button', { name: 'Process again' }));
    expect(await within(dialog).findByText('1 was processed.')).toBeVisible();
    expect(within(dialog).getByText('1 failed again.')).toBeVisible();
    expect(called('administration.inbox.replay')).toEqual([
      { ids: [90, 91], reason: 'The plan has been added' },
    ]);
  });

  it('forgets what was chosen when other events are shown', async () => {
    const { user } = await openPage(path, {
      server: administration({
        'administration.inbox.list': ({ state }) => ({
          events: state ? [anEvent({ id: 95 })] : [failed],
          ...{ newer: null, older: null },
        }),
      }),
    });
    await user.click(await screen.findByRole('checkbox', { name: 'Select event 90' }));
    expect(screen.getByRole('button', { name: 'Process 1 event again' })).toBeVisible();
    await user.selectOptions(screen.getByLabelText('State'), 'Processed');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    expect(await screen.findByRole('checkbox', { name: 'Select event 95' })).not.toBeChecked();
    expect(screen.getByRole('button', { name: 'Process again' })).toBeDisabled();
  });

  it('replays all failed events of a kind, after saying how many they are', async () => {
    const { user, fill, called } = await openPage(`${path}?type=subscription_created`, {
      server: administration({
        ...listOf(failed),
        'administration.inbox.replayable': () => ({ ids: [88, 90], total: 240 }),
        'administration.inbox.replay': ({ ids }) => ({
          ...{ applied: ids.length, waiting: 0, failed: 0, malformed: 0, ignored: 0, unknown: 0 },
        }),
      }),
    });
    await user.click(await screen.findByRole('button', { name: 'Process all failed ones again' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Process all failed subscription_created again?',
    });
    expect(await within(dialog).findByText(/240 events of this kind failed, and the oldest 2/)).toBeVisible();
    await fill(within(dialog).getByLabelText('Reason'), 'The plan has been added');
    await user.click(within(dialog).getByRole('button', { name: 'Process 2 events again' }));
    expect(await within(dialog).findByText('2 were processed.')).toBeVisible();
    expect(called('administration.inbox.replay')).toMatchObject([{ ids: [88, 90] }]);
  });

  it('offers viewers neither a choice nor a replay', async () => {
    await openPage(path, {
      server: administration({
        ...listOf(failed),
        'accounts.me': () => ({ ...maya, administratorRole: 'viewer' }),
      }),
    });
    await screen.findByRole('table');
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: /Process/ })).toBeNull();
  });

  it('shows what the comparison found as a list of its own', async () => {
    const { user, called } = await openPage(path, { server: administration(listOf()) });
    await user.click(await screen.findByRole('link', { name: 'Found by comparison' }));
    expect(await screen.findByText('Nothing was missing', { selector: 'h2' })).toBeVisible();
    expect(called('administration.inbox.list').at(-1)).toMatchObject({ findings: true });
  });
});

describe('One event', () => {
  const open = (role: 'viewer' | 'administrator' = 'administrator') =>
    openPage(`${path}/90`, {
      server: administration({
        'accounts.me': () => ({ ...maya, administratorRole: role }),
        'administration.inbox.find': () => someEventDetails(),
        'administration.inbox.unfold': () => ({
          fields: [{ name: 'email', value: 'nora@example.test', isPersonal: true }],
          error: null,
        }),
      }),
    });

  it('shows its contents without personal data, until an administrator unfolds it', async () => {
    const { user, fill } = await open();
    const contents = await screen.findByRole('region', { name: 'Contents' });
    expect(contents).toHaveTextContent('emailHidden');
    expect(contents).toHaveTextContent('statusactive');
    await user.click(screen.getByRole('button', { name: 'Show personal data' }));
    const dialog = await screen.findByRole('dialog');
    await fill(within(dialog).getByLabelText('Reason'), 'She asks which address Paddle has');
    await user.click(within(dialog).getByRole('button', { name: 'Show personal data' }));
    await within(dialog).findByText(/All fields are shown/);
    await user.click(within(dialog).getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    expect(contents).toHaveTextContent('nora@example.test');
    expect(screen.queryByRole('button', { name: 'Show personal data' })).toBeNull();
  });

  it('says what it changed, and offers viewers nothing to do', async () => {
    await open('viewer');
    const changes = await screen.findByRole('region', { name: 'What it changed' });
    expect(changes).toHaveTextContent('Licence: paid until2027-05-01');
    expect(screen.queryByRole('button', { name: /Process|Show personal/ })).toBeNull();
  });

  it('that does not exist is said to be mistyped', async () => {
    await openPage(`${path}/1`, {
      server: administration({ 'administration.inbox.find': () => refuse('not_found') }),
    });
    expect(await screen.findByText('There’s no event with this number')).toBeVisible();
  });
});

describe('What has to be decided', () => {
  it('leads to the customer, and is settled here if nobody owns the purchase', async () => {
    let flags = [aFlag(), aFlag({ id: 6, kind: 'unknown_account', reference: 'unknown:1', customer: null })];
    const { user, fill, called } = await openPage(`${path}?view=flags`, {
      server: administration({
        'administration.inbox.flags': () => ({ flags, newer: null, older: null }),
        'administration.settling.settleFlag': () => {
          flags = [];
          return { ok: true };
        },
      }),
    });
    const table = await screen.findByRole('table', { name: 'To decide' });
    expect(
      within(table).getByRole('link', { name: 'Decide: Disputed payment, Nora Lindqvist' }),
    ).toHaveAttribute('href', '/administration/customers/7');
    await user.click(within(table).getByRole('button', { name: 'Mark as settled' }));
    const dialog = await screen.findByRole('dialog', { name: 'Settle “Payment for an unknown account”?' });
    await fill(within(dialog).getByLabelText('Reason'), 'Refunded at Paddle');
    await user.click(within(dialog).getByRole('button', { name: 'Mark as settled' }));
    expect(await within(dialog).findByText('It’s settled.')).toBeVisible();
    expect(screen.getByText('Nothing to decide')).toBeInTheDocument();
    expect(called('administration.settling.settleFlag')).toMatchObject([
      { customerId: null, reference: 'unknown:1', reason: 'Refunded at Paddle' },
    ]);
  });

  it('leads back to the first page from one that has become empty, and to all kinds from an empty one', async () => {
    const server = administration({
      'administration.inbox.flags': () => ({ flags: [], newer: null, older: null }),
    });
    const after = '1796047500000-5';
    const { user, address } = await openPage(`${path}?view=flags&kind=dispute&after=${after}`, { server });
    expect(await screen.findByText('There’s nothing on this page')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'First page' }));
    await waitFor(() => expect(address()).not.toContain('after='));
    expect(address()).toContain('kind=dispute');
    expect(await screen.findByText('Nothing of this kind to decide')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Clear filters' }));
    await waitFor(() => expect(address()).not.toContain('kind='));
    expect(address()).toContain('view=flags');
    expect(await screen.findByText('Nothing to decide')).toBeVisible();
  });
});
