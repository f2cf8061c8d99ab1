/** Tests the API token section of the settings page. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { aToken, openSection, secret, settingsServer } from '#tests/pages/support/settings-page.tsx';

afterEach(() => vi.restoreAllMocks());

describe('API tokens', () => {
  it('lists each token with its permissions, last use and expiry', async () => {
    const tokens = [
      aToken(),
      aToken({ id: 6, name: 'Old', expiresAt: new Date('2026-01-02T08:00:00Z'), lastUsedAt: null }),
      aToken({ id: 7, name: 'Lasting', expiresAt: null }),
    ];
    const { section } = await openSection('API tokens', settingsServer({ tokens }));
    expect(await section.findByText('Bookkeeping')).toBeVisible();
    expect(
      section.getByText(
        /^Expires on 15.Jan 2099, \d\d:\d\d.(UTC|GMT|CET)\. Last used on 20.Nov 2026, \d\d:\d\d\.$/,
      ),
    ).toBeVisible();
    expect(section.getByText(/^Expired on 2.Jan 2026, \d\d:\d\d\. Never used\.$/)).toBeVisible();
    expect(section.getByText(/^Never expires\. Last used/)).toBeVisible();
    expect(section.getAllByText('Your receipts')).toHaveLength(3);
  });

  it('shows the base URL, a sample curl command and a link to the API documentation', async () => {
    const { section } = await openSection('API tokens');
    const address = `${window.location.origin}/api`;
    expect(await section.findByText(address)).toBeVisible();
    expect(section.getByText(`curl -H "Authorization: Bearer $TOKEN" ${address}/licences`)).toBeVisible();
    expect(await section.findByRole('link', { name: 'API documentation' })).toHaveAttribute(
      'href',
      '/docs/api',
    );
  });

  it('creates a token with permissions and an expiry, and shows its secret only once', async () => {
    const { user, section, called } = await openSection('API tokens');
    expect(await section.findByText('No tokens yet.')).toBeVisible();
    await user.click(section.getByRole('button', { name: 'New token' }));
    const form = within(section.getByRole('form', { name: 'New token' }));
    expect(form.getByLabelText('Name')).toHaveFocus();
    await user.keyboard('My program');
    await user.click(form.getByLabelText('Your licences, without their keys'));
    await user.selectOptions(form.getByLabelText('Expires'), 'In one year');
    await user.click(form.getByRole('button', { name: 'Create token' }));
    const heading = await section.findByRole('heading', { name: 'Token “My program” created' });
    expect(heading).toHaveFocus();
    expect(section.getByText(secret)).toBeVisible();
    expect(called('accounts.tokens.create')).toEqual([
      { name: 'My program', permissions: ['licences:read'], expiresInDays: 365 },
    ]);
    await user.click(section.getByRole('button', { name: 'Copy token' }));
    expect(await navigator.clipboard.readText()).toBe(secret);
    await user.click(section.getByRole('button', { name: 'Done' }));
    expect(section.queryByText(secret)).not.toBeInTheDocument();
    expect(await section.findByText('My program')).toBeVisible();
  });

  it('shows errors for a missing name or permission without calling the server', async () => {
    const { user, section, called } = await openSection('API tokens');
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.click(section.getByRole('button', { name: 'Create token' }));
    expect(section.getByText('Enter a name.')).toBeVisible();
    expect(section.getByText('Choose what this token can read.')).toBeVisible();
    expect(section.getByRole('group', { name: 'Read access' })).toHaveAccessibleDescription(
      'Choose what this token can read.',
    );
    expect(called('accounts.tokens.create')).toEqual([]);
  });

  it('asks the customer to reauthenticate when the server requires it, then creates the token', async () => {
    const { user, section, called } = await openSection('API tokens', settingsServer({ isConfirmed: false }));
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.keyboard('My program');
    await user.click(section.getByLabelText('Your receipts'));
    await user.click(section.getByRole('button', { name: 'Create token' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText(secret)).toBeVisible();
    expect(called('accounts.tokens.create')).toHaveLength(2);
  });

  it('sends only the edited permissions and keeps the current expiry when a token is edited', async () => {
    const { user, section, called } = await openSection('API tokens', settingsServer({ tokens: [aToken()] }));
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    const form = within(section.getByRole('form', { name: 'Edit the token Bookkeeping' }));
    expect(form.getByLabelText('Expires')).toHaveDisplayValue('Keep current expiry');
    await user.click(form.getByLabelText(/^Your account/));
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await section.findByText('Token saved.')).toBeVisible();
    expect(called('accounts.tokens.edit')).toEqual([
      {
        ...{ id: 5, name: 'Bookkeeping', permissions: ['receipts:read', 'account:read'] },
        expected: {
          ...{ name: 'Bookkeeping', permissions: ['receipts:read'] },
          expiresAt: '2099-01-15T08:00:00.000Z',
        },
      },
    ]);
  });

  it('shows changes made elsewhere, and overwrites them only on a second save', async () => {
    const server = settingsServer({ tokens: [aToken()] });
    const edit = server.answers['accounts.tokens.edit'];
    let stored = aToken();
    server.answers['accounts.tokens.list'] = () => [stored];
    server.answers['accounts.tokens.edit'] = (input) => {
      if (input.expected?.name !== stored.name) throw new AppError('changed_meanwhile', 'in another tab');
      stored = aToken({ name: input.name });
      return edit?.(input) ?? stored;
    };
    const { user, section } = await openSection('API tokens', server);
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    await user.type(section.getByLabelText('Name'), ' 2');
    stored = aToken({ name: 'Books', permissions: ['licences:read'] });
    await user.click(section.getByRole('button', { name: 'Save' }));
    expect(await section.findByText(/^This was changed elsewhere/)).toBeVisible();
    expect(await section.findByText('Books')).toBeVisible();
    expect(section.getAllByText('Your licences, without their keys')[0]).toBeVisible();
    expect(section.getByLabelText('Name')).toHaveValue('Bookkeeping 2');
    await user.click(section.getByRole('button', { name: 'Save' }));
    expect(await section.findByText('Token saved.')).toBeVisible();
    expect(stored.name).toBe('Bookkeeping 2');
  });

  it('deletes a token after a confirmation that puts the focus on “Keep it”', async () => {
    const { user, section, called } = await openSection('API tokens', settingsServer({ tokens: [aToken()] }));
    await user.click(await section.findByRole('button', { name: 'Delete the token Bookkeeping' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete the token “Bookkeeping”?' }));
    await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep token' })).toHaveFocus());
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await section.findByText('Token deleted.')).toBeVisible();
    expect(called('accounts.tokens.delete')).toEqual([{ id: 5 }]);
  });

  it('returns the focus to the button that opened the form when it is cancelled', async () => {
    const { user, section } = await openSection('API tokens', settingsServer({ tokens: [aToken()] }));
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    await user.click(section.getByRole('button', { name: 'Cancel' }));
    expect(section.getByRole('button', { name: 'Edit the token Bookkeeping' })).toHaveFocus();
    await user.click(section.getByRole('button', { name: 'New token' }));
    await user.click(section.getByRole('button', { name: 'Cancel' }));
    expect(section.getByRole('button', { name: 'New token' })).toHaveFocus();
  });

  it('shows an error at the token limit and keeps the form values', async () => {
    const server = settingsServer();
    server.answers['accounts.tokens.create'] = () => {
      throw new AppError('too_many_tokens', 'twenty');
    };
    const { user, section } = await openSection('API tokens', server);
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.keyboard('One more');
    await user.click(section.getByLabelText('Your receipts'));
    await user.click(section.getByRole('button', { name: 'Create token' }));
    expect(await section.findByRole('alert')).toHaveTextContent('You’ve reached the limit of 20 tokens.');
    expect(section.getByLabelText('Name')).toHaveValue('One more');
  });
});

describe('The settings in French', () => {
  it('show token dates and section labels in French', async () => {
    const server = settingsServer({ tokens: [aToken()] });
    server.answers['accounts.me'] = () => ({ ...nora, locale: 'fr' });
    const { section } = await openSection('Jetons d’API', server, 'fr');
    expect(await section.findByText(/^Expire le 15.janv\. 2099 à \d\d:\d\d.UTC(.\d)?\./)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Supprimer mon compte' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Télécharger mes données' })).toBeVisible();
  });
});
