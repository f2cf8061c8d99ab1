/** Tests the page of e-mails: the list and its filters, addresses that refuse e-mails, and previews. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCustomer, administration, aMail, maya } from '#tests/pages/support/administration.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/administration/mails';
const mails = (...listed: ReturnType<typeof aMail>[]) => ({
  'administration.mails.list': () => ({ mails: listed, newer: null, older: null }),
});
const noCustomers = { withoutAccount: [], key: null, next: null };

describe('The list of e-mails', () => {
  it('says what became of each, why it failed and when it is tried again', async () => {
    const server = administration(
      mails(
        aMail(),
        aMail({
          ...{ id: 3, state: 'waiting', lastError: 'ESOCKET', attempts: 2, settledAt: null },
          nextAttemptAt: new Date('2026-11-20T08:04:00Z'),
        }),
        aMail({ id: 2, template: 'a-later-kind', state: 'suppressed', customer: { id: 9, name: null } }),
        aMail({ id: 1, template: 'licence-bought', state: 'failed', attempts: 15, customer: null }),
      ),
    );
    await openPage(path, { server });
    const table = await screen.findByRole('table', { name: 'E-mails' });
    const [, sent, waiting, suppressed, failed] = within(table).getAllByRole('row');
    expect(sent).toHaveTextContent('Payment failed, Paddle will try againRecipientNora Lindqvist');
    expect(waiting).toHaveTextContent(/ESOCKET.*Next attempt: 20 Nov/);
    expect(suppressed).toHaveTextContent(/a-later-kind.*Erased account 9.*the address was refused before/);
    expect(failed).toHaveTextContent(/Licence bought.*No account.*Given up after 15 attempts/);
  });

  it('is filtered by kind, state and a recipient, whose address is typed but never in the page’s address', async () => {
    const server = administration({
      ...mails(),
      'administration.customers.search': () => ({
        found: [{ customer: aCustomer(), matched: ['email'] }],
        ...noCustomers,
      }),
    });
    const { user, fill, address, called } = await openPage(path, { server });
    expect(await screen.findByText('No e-mails yet')).toBeVisible();
    await user.selectOptions(screen.getByLabelText('Kind'), 'Payment refunded');
    await user.selectOptions(screen.getByLabelText('State'), 'Failed');
    await fill(screen.getByLabelText('Recipient'), 'nora@');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    expect(screen.getByText('Choose an account from the list, or enter an account number.')).toBeVisible();
    await user.click(await screen.findByRole('button', { name: /Nora Lindqvist nora@/ }));
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await waitFor(() => expect(address()).toBe(`${path}?kind=payment-refunded&state=failed&customer=7`));
    expect(called('administration.mails.list').at(-1)).toMatchObject({
      ...{ template: 'payment-refunded', state: 'failed', customerId: 7 },
    });
    expect(called('administration.customers.search')).toEqual([{ text: 'nora@' }]);
  });

  it('finds e-mails to somebody without an account by the address, which is sent in the body alone', async () => {
    const found = {
      customer: null,
      mails: [aMail({ template: 'claim-waiting', customer: null })],
      hasMore: false,
    };
    const server = administration({
      ...mails(),
      'administration.mails.findByAddress': ({ address }) =>
        address === 'guest@else.test'
          ? found
          : { customer: { id: 7, name: 'Nora' }, mails: [], hasMore: false },
    });
    const { user, fill, address, called } = await openPage(path, { server });
    await user.click(await screen.findByText('Find e-mails to somebody without an account'));
    const field = screen.getByLabelText('E-mail address');
    await fill(field, 'guest');
    await user.click(screen.getByRole('button', { name: 'Find' }));
    expect(screen.getByText('Enter an e-mail address, such as nora@example.com.')).toBeVisible();
    expect(called('administration.mails.findByAddress')).toEqual([]);
    await user.clear(field);
    await fill(field, 'guest@else.test');
    await user.click(screen.getByRole('button', { name: 'Find' }));
    const table = await screen.findByRole('table', { name: 'E-mails' });
    expect(within(table).getByText('Purchase waiting for an account')).toBeVisible();
    expect(address()).toBe(path);
    await user.clear(field);
    await fill(field, 'nora@example.test');
    await user.click(screen.getByRole('button', { name: 'Find' }));
    expect(await screen.findByRole('link', { name: 'Show its e-mails' })).toHaveAttribute(
      'href',
      `${path}?customer=7`,
    );
  });

  it('can be exported by administrators only', async () => {
    const viewer = { ...maya, administratorRole: 'viewer' } as const;
    await openPage(path, { server: administration({ 'accounts.me': () => viewer }) });
    await screen.findByRole('table', { name: 'E-mails' });
    expect(screen.queryByRole('button', { name: 'Export CSV' })).toBeNull();
  });
});

describe('Refusing addresses', () => {
  it('are listed, and e-mails can be allowed again with a reason', async () => {
    let isRefused = true;
    const server = administration({
      'administration.mails.refusing': () => ({
        addresses: isRefused
          ? [
              {
                ...{ customerId: 7, name: 'Nora Lindqvist', email: 'nora@example.test', role: null },
                ...{ since: new Date('2026-11-20T08:00:00Z'), isEmailVerified: true },
              },
            ]
          : [],
        ...{ newer: null, older: null },
      }),
      'administration.mails.liftSuppression': () => {
        isRefused = false;
        return { ok: true };
      },
    });
    const { user, fill, called } = await openPage(`${path}?show=refusing`, { server });
    const table = await screen.findByRole('table', { name: 'Refusing addresses' });
    expect(table).toHaveTextContent('nora@example.test');
    await user.click(within(table).getByRole('button', { name: 'Allow e-mails again' }));
    const dialog = await screen.findByRole('dialog', { name: 'Allow e-mails to this address again' });
    await fill(within(dialog).getByLabelText('Reason'), 'Mended');
    await user.click(within(dialog).getByRole('button', { name: 'Allow e-mails again' }));
    expect(await screen.findByText('New e-mails are sent to this address again.')).toBeVisible();
    expect(called('administration.mails.liftSuppression')).toEqual([{ customerId: 7, reason: 'Mended' }]);
    await waitFor(() => expect(screen.getByText('No address refuses e-mails')).toBeInTheDocument());
  });
});

describe('Previews', () => {
  it('show an e-mail in a frame that runs nothing, in the chosen language and with a customer’s data', async () => {
    const server = administration({
      'administration.mails.preview': ({ template, customerId }) => ({
        ...{ sender: 'Customer portal', subject: `Subject of ${template}`, text: 'Hello,' },
        shows: customerId === undefined ? 'sample' : 'customer',
      }),
    });
    const { user, fill, address } = await openPage(`${path}?show=previews`, { server });
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Kind' }), 'Licence renewed');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'Français');
    await fill(screen.getByLabelText('Customer’s data'), '7');
    await user.click(screen.getByRole('button', { name: 'Show' }));
    expect(await screen.findByText(/With the customer’s name and newest licence/)).toBeVisible();
    const frame = await screen.findByTitle('Preview of “Subject of licence-renewed”');
    expect(frame.getAttribute('sandbox')).toBe('');
    await waitFor(() =>
      expect(frame.getAttribute('src')).toBe(
        '/administration/mails/preview.html?template=licence-renewed&locale=fr&customerId=7',
      ),
    );
    expect(address()).toBe(`${path}?show=previews&kind=licence-renewed&locale=fr&customer=7`);
  });
});
