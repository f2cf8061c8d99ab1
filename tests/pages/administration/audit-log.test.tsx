/** Tests the page of the audit log: its words, filters, pages, keyboard and choice of columns. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { administration, anEntry } from '#tests/pages/support/administration.ts';
import { refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/administration/audit-log';
const refused = anEntry({
  ...{ id: 80, act: 'receipt.refund', outcome: 'refused', errorCode: 'forbidden' },
  ...{ actor: { id: 12, name: null }, customer: { id: 9, name: null }, reason: null, isRedacted: true },
  ...{ before: null, after: null },
});
const log = (...entries: ReturnType<typeof anEntry>[]) => ({
  'administration.audit.list': () => ({ entries, newer: null, older: null }),
});

describe('The audit log', () => {
  it('says who did what to whom and why, also after they were erased', async () => {
    await openPage(path, { server: administration(log(anEntry(), refused)) });
    const table = await screen.findByRole('table', { name: 'Audit log' });
    const [, first, second] = within(table).getAllByRole('row');
    for (const words of ['Block an account', 'Maya Okafor', 'Nora Lindqvist', 'The account was taken over'])
      expect(first).toHaveTextContent(words);
    for (const words of ['Refund a receipt', 'Erased account 12', 'Erased account 9', 'Not allowed'])
      expect(second).toHaveTextContent(words);
    expect(second).toHaveTextContent('Removed because the customer was erased');
  });

  it('opens an entry, with what was before and after in words', async () => {
    const { user } = await openPage(path, { server: administration(log(anEntry(), refused)) });
    await user.click(await screen.findByRole('button', { name: 'Block an account' }));
    const entry = await screen.findByRole('dialog', { name: 'Entry 81' });
    expect(entry).toHaveTextContent('Blocked: no');
    expect(entry).toHaveTextContent('Sessions ended: 2');
    expect(entry).toHaveTextContent('req-81');
    await user.click(within(entry).getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    await user.click(screen.getByRole('button', { name: 'Refund a receipt' }));
    expect(await screen.findByRole('dialog', { name: 'Entry 80' })).toHaveTextContent(
      'You don’t have permission to do this.',
    );
  });

  it('is filtered by what stands in the address, and the filters go there', async () => {
    const { user, fill, address, called } = await openPage(`${path}?actor=3&from=2026-11-01`, {
      server: administration(log()),
    });
    expect(await screen.findByText('No entries match these filters')).toBeVisible();
    expect(called('administration.audit.list')).toMatchObject([{ actorId: 3, from: '2026-11-01' }]);
    await user.selectOptions(screen.getByLabelText('Action'), 'Erase a customer');
    await fill(screen.getByLabelText('Customer'), '7');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await waitFor(() => expect(address()).toContain('customer=7'));
    expect(called('administration.audit.list').at(-1)).toMatchObject({
      ...{ actorId: 3, customerId: 7, act: 'customer.erase', from: '2026-11-01' },
    });
    const [clear] = screen.getAllByRole('link', { name: 'Clear filters' });
    await user.click(clear as HTMLElement);
    await waitFor(() => expect(address()).toBe(path));
  });

  it('says that an account has to be chosen or its number entered', async () => {
    const { user, fill, called } = await openPage(path, { server: administration() });
    await fill(await screen.findByLabelText('Administrator'), 'M');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    expect(screen.getByText('Choose an account from the list, or enter an account number.')).toBeVisible();
    expect(called('administration.audit.list')).toHaveLength(1);
  });

  it('goes to older and newer pages', async () => {
    const server = administration({
      'administration.audit.list': ({ after }) => ({
        entries: [anEntry(after ? { id: 20 } : {})],
        newer: after ? '1796047500000-20' : null,
        older: after ? null : '1796047500000-81',
      }),
    });
    const { user, address, called } = await openPage(path, { server });
    await user.click(await screen.findByRole('link', { name: 'Older' }));
    await waitFor(() => expect(address()).toBe(`${path}?after=1796047500000-81`));
    await waitFor(() =>
      expect(screen.getByRole('link', { name: 'Newer' })).not.toHaveAttribute('data-disabled'),
    );
    await user.click(screen.getByRole('link', { name: 'Newer' }));
    await waitFor(() =>
      expect(called('administration.audit.list').at(-1)).toMatchObject({ before: '1796047500000-20' }),
    );
  });

  it('moves through its rows with J, K and the arrow keys, and Enter opens one', async () => {
    const { user } = await openPage(path, { server: administration(log(anEntry(), refused)) });
    const first = await screen.findByRole('button', { name: 'Block an account' });
    const last = screen.getByRole('button', { name: 'Refund a receipt' });
    first.focus();
    await user.keyboard('j');
    expect(last).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    expect(last).toHaveFocus();
    await user.keyboard('k');
    expect(first).toHaveFocus();
    await user.keyboard('{End}{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Entry 80' })).toBeVisible();
  });

  it('shows the chosen columns, also on the next visit', async () => {
    const { user } = await openPage(path, { server: administration() });
    await user.click(await screen.findByRole('button', { name: 'Columns' }));
    await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Change' }));
    await user.click(screen.getByRole('menuitemcheckbox', { name: 'Reason' }));
    const headings = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(headings()).toEqual(['Time', 'Action', 'Administrator', 'Customer', 'Change', 'Result']);
    expect(screen.getByRole('row', { name: /Block an account/ })).toHaveTextContent('Blocked: no → yes');
    expect(JSON.parse(localStorage.getItem('columns:audit-log') ?? '')).toEqual({
      change: true,
      reason: false,
    });
  });

  it('says what to do when it can’t be loaded', async () => {
    let isDown = true;
    const server = administration({
      'administration.audit.list': () =>
        isDown ? refuse('internal') : { entries: [anEntry()], newer: null, older: null },
    });
    const { user } = await openPage(path, { server });
    await screen.findByText('“Audit log” couldn’t be loaded');
    isDown = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('table')).toBeVisible();
  });
});
