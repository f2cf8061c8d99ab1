/** Tests the list of customers, the search, the palette, and the page of one customer. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CustomerSearchResult } from '#shared/administration/customers.ts';
import { aCustomer, aCustomersDetails, administration, maya } from '#tests/pages/support/administration.ts';
import { done, refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const nothing: CustomerSearchResult = { found: [], withoutAccount: [], key: null, next: null };
const found: CustomerSearchResult = { ...nothing, found: [{ customer: aCustomer(), matched: ['email'] }] };

describe('The list of customers', () => {
  it('is filtered by what stands in the address, and opens a customer', async () => {
    const { user, address, called } = await openPage('/administration/customers?state=active', {
      server: administration(),
    });
    const table = await screen.findByRole('table', { name: 'Customers' });
    for (const words of ['Nora Lindqvist', 'nora@lindqvist.se', 'Lindqvist AB', 'Monica Active', 'Sweden'])
      expect(within(table).getByRole('row', { name: /Nora/ })).toHaveTextContent(words);
    await user.selectOptions(screen.getByLabelText('Product'), 'OfficeLife');
    await waitFor(() => expect(address()).toContain('product=OfficeLife'));
    expect(called('administration.customers.list').at(-1)).toMatchObject({
      ...{ product: 'OfficeLife', state: 'active' },
    });
    await user.click(within(table).getByRole('link', { name: 'Nora Lindqvist' }));
    await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
    expect(address()).toBe('/administration/customers/7');
  });

  it('asks for a number that is typed once it is complete', async () => {
    const { user, address, called } = await openPage('/administration/customers', {
      server: administration(),
    });
    await user.type(await screen.findByLabelText('Plan number'), '24749');
    expect(address()).toBe('/administration/customers');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/administration/customers?plan=24749'));
    await waitFor(() => expect(called('administration.customers.list')).toHaveLength(2));
    expect(called('administration.customers.list').at(-1)).toMatchObject({ plan: 24_749 });
  });

  it('keeps filters under a name, in this browser', async () => {
    const { user, address } = await openPage('/administration/customers?state=paused', {
      server: administration(),
    });
    await user.click(await screen.findByRole('button', { name: 'Saved filters' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Save these filters' }));
    await user.type(await screen.findByLabelText('Name'), 'Paused{Enter}');
    await user.selectOptions(await screen.findByLabelText('State'), 'All');
    await waitFor(() => expect(address()).toBe('/administration/customers'));
    await user.click(screen.getByRole('button', { name: 'Saved filters' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Paused' }));
    await waitFor(() => expect(address()).toBe('/administration/customers?state=paused'));
  });

  it('finds customers by what is typed, which never stands in the address', async () => {
    const server = administration({
      'administration.customers.search': ({ text }) => (text === 'lindq' ? found : nothing),
    });
    const { user, fill, address, called } = await openPage('/administration/customers', { server });
    const box = await screen.findByLabelText('Find a customer');
    await fill(box, 'lindq');
    expect(await screen.findByRole('row', { name: /Nora Lindqvist.*e-mail address/ })).toBeVisible();
    expect(address()).toBe('/administration/customers');
    await user.clear(box);
    await fill(box, 'nobody');
    expect(await screen.findByText('Nothing found')).toBeVisible();
    expect(called('administration.customers.search')).toEqual([{ text: 'lindq' }, { text: 'nobody' }]);
  });

  it.each([
    [{ isReadable: false, licence: null }, /This isn’t a key of the portal/],
    [{ isReadable: true, licence: null }, /isn’t stored/],
  ])('says why a pasted key doesn’t work: %o', async (key, why) => {
    const server = administration({ 'administration.customers.search': () => ({ ...nothing, key }) });
    const { fill } = await openPage('/administration/customers', { server });
    await fill(await screen.findByLabelText('Find a customer'), 'eyJpdiI6'.repeat(20));
    expect(await screen.findByText(why)).toBeVisible();
  });
});

describe('The command palette', () => {
  it('opens with Ctrl+K, and goes to a screen and to a customer by the keyboard', async () => {
    const server = administration({ 'administration.customers.search': () => found });
    const { user, address } = await openPage('/administration/customers', { server });
    await screen.findByRole('table');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Screen or customer' }), 'audit{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Audit log' });
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: 'Screen or customer' }), 'nora@lindqvist.se');
    expect(await screen.findByRole('option', { name: /Nora Lindqvist/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(address()).toBe('/administration/customers/7'));
  });

  it('finds a screen in French by what a keyboard has: a straight apostrophe and no accents', async () => {
    const server = administration({
      'accounts.me': () => ({ ...maya, locale: 'fr' }),
      'administration.customers.search': () => nothing,
    });
    const { user } = await openPage('/administration/customers', { server, locale: 'fr' });
    await screen.findByRole('table');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(within(await screen.findByRole('dialog')).getByRole('combobox'), "d'audit");
    expect(await screen.findByRole('option', { name: 'Journal d’audit' })).toBeVisible();
  });
});

describe('The page of a customer', () => {
  it('shows the account, licences, receipts, e-mails and notes', async () => {
    await openPage('/administration/7', { server: administration() });
    await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
    expect(screen.getByRole('region', { name: 'Account' })).toHaveTextContent('Lindqvist AB');
    expect(screen.getByRole('article', { name: /licence/ })).toHaveTextContent('aX0=');
    expect(await screen.findByRole('table', { name: 'Receipts' })).toBeVisible();
    expect(await screen.findByRole('table', { name: 'E-mails' })).toHaveTextContent(
      'Payment failed, Paddle will try again',
    );
    expect(await screen.findByText('No notes yet.')).toBeVisible();
  });

  it('blocks the customer, after saying what that does, and says that it is done', async () => {
    let blockedAt: Date | null = null;
    const server = administration({
      'administration.customers.find': () => aCustomersDetails({ blockedAt }),
      'administration.signIn.block': () => {
        blockedAt = new Date('2026-11-30T14:00:00Z');
        return done;
      },
    });
    const { user, fill, called } = await openPage('/administration/customers/7', { server });
    await user.click(await screen.findByRole('button', { name: 'Block' }));
    const dialog = await screen.findByRole('dialog', { name: 'Block Nora Lindqvist from signing in?' });
    expect(dialog).toHaveTextContent('Licences and subscriptions aren’t affected');
    await fill(within(dialog).getByLabelText('Reason'), 'The account was taken over');
    await user.click(within(dialog).getByRole('button', { name: 'Block' }));
    expect(await screen.findByText('Nora Lindqvist can’t sign in any more.')).toBeVisible();
    expect(called('administration.signIn.block')).toEqual([
      { customerId: 7, reason: 'The account was taken over' },
    ]);
    await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    expect(await screen.findByRole('button', { name: 'Unblock' })).toBeVisible();
  });

  it('offers viewers no acts, and nobody any on their own account', async () => {
    const server = administration({ 'accounts.me': () => ({ ...maya, administratorRole: 'viewer' }) });
    await openPage('/administration/customers/7', { server });
    await screen.findByRole('heading', { level: 1, name: 'Nora Lindqvist' });
    expect(
      screen.queryByRole('button', { name: /Block|Sign out everywhere|View their|note|security/ }),
    ).toBeNull();
  });

  it('says that there is no such customer', async () => {
    const server = administration({ 'administration.customers.find': () => refuse('not_found') });
    await openPage('/administration/customers/99', { server });
    expect(await screen.findByText('There’s no customer with this number')).toBeVisible();
  });
});
