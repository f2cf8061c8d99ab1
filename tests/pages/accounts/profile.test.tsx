/** Tests the profile page: company, address and country are saved together. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Profile } from '#shared/accounts/profile.ts';
import { AppError } from '#shared/errors.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import { emptyProfile, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const signedIn = (answers: Partial<Answers> = {}) => fakeServer({ 'accounts.me': () => nora, ...answers });

describe('The profile page', () => {
  it('saves all changed fields in one request and confirms it', async () => {
    let profile: Profile = { ...emptyProfile, country: 'SE', city: 'Malmö' };
    const server = signedIn({
      'accounts.profile.find': () => profile,
      'accounts.profile.save': ({ expected: _, ...change }) => {
        profile = { ...profile, ...(change as Partial<Profile>) };
        return profile;
      },
    });
    const { user, called } = await openPage('/user/account', { server });
    expect(await screen.findByLabelText('Country')).toHaveDisplayValue('Sweden');
    await user.type(screen.getByLabelText('Company name'), 'Lindqvist AB');
    await user.type(screen.getByLabelText('Number of employees'), '12');
    await user.type(screen.getByLabelText('Postcode'), '211 34');
    await user.clear(screen.getByLabelText('City'));
    await user.type(screen.getByLabelText('Country'), 'rance');
    await user.click(await screen.findByRole('option', { name: 'France' }));
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(called('accounts.profile.save')).toEqual([
      {
        companyName: 'Lindqvist AB',
        numberOfEmployees: 12,
        postalCode: '211 34',
        city: null,
        country: 'FR',
        expected: {
          companyName: null,
          numberOfEmployees: null,
          postalCode: null,
          city: 'Malmö',
          country: 'SE',
        },
      },
    ]);
  });

  it('finds a country in French by a part of its name, without accents, with the keyboard alone', async () => {
    const server = signedIn({
      'accounts.me': () => ({ ...nora, locale: 'fr' }),
      'accounts.profile.save': ({ expected: _, ...change }) => ({ ...emptyProfile, ...(change as object) }),
    });
    const { user, called } = await openPage('/user/account', { server, locale: 'fr' });
    const field = await screen.findByRole('combobox', { name: 'Pays' });
    expect(field).toHaveDisplayValue('');
    expect(field).toHaveAttribute('placeholder', 'Non renseigné');
    const options = () => screen.getAllByRole('option').map(({ textContent }) => textContent);
    await user.click(field);
    expect(options()[0]).toBe('Afghanistan');
    expect(options().length).toBeGreaterThan(230);
    await user.keyboard('uede');
    expect(options()).toEqual(['Suède']);
    await user.clear(field);
    // Names in the portal's other languages match too, after those in the page's language.
    await user.keyboard('ger');
    expect(options()).toEqual(['Algérie', 'Niger', 'Nigeria', 'Allemagne']);
    await user.keyboard('{ArrowUp}');
    expect(field).toHaveAttribute(
      'aria-activedescendant',
      screen.getByRole('option', { name: 'Allemagne' }).id,
    );
    await user.keyboard('{Enter}');
    expect(field).toHaveDisplayValue('Allemagne');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Modifications enregistrées.')).toBeVisible();
    expect(called('accounts.profile.save')).toEqual([{ country: 'DE', expected: { country: null } }]);
  });

  it('keeps the chosen country when what was typed matches none, and clears it when nothing is left', async () => {
    const server = signedIn({ 'accounts.profile.find': () => ({ ...emptyProfile, country: 'SE' }) });
    const { user } = await openPage('/user/account', { server });
    const field = await screen.findByRole('combobox', { name: 'Country' });
    await user.click(field);
    await user.keyboard('qq');
    expect(screen.getByText('No country matches. Check the spelling.')).toBeVisible();
    await user.tab();
    expect(field).toHaveDisplayValue('Sweden');
    await user.click(field);
    await user.keyboard('{ArrowDown}{Escape}');
    expect(field).toHaveDisplayValue('Sweden');
    await user.click(field);
    await user.keyboard('liechten');
    await user.tab();
    expect(field).toHaveDisplayValue('Liechtenstein');
    await user.clear(field);
    await user.tab();
    expect(field).toHaveDisplayValue('');
  });

  it.each(['half', '0', '1.5'])(
    'rejects %s employees at the field without sending a request',
    async (number) => {
      const { user, called } = await openPage('/user/account', { server: signedIn() });
      const field = await screen.findByLabelText('Number of employees');
      await user.type(field, `${number}{Enter}`);
      expect(field).toHaveAccessibleDescription(/Enter a whole number from 1 to 10,000,000/);
      expect(field).toHaveFocus();
      expect(called('accounts.profile.save')).toEqual([]);
    },
  );

  it('shows name and e-mail address, with a link to where they are changed', async () => {
    const { user, address } = await openPage('/user/account', { server: signedIn() });
    const heading = await screen.findByRole('heading', { level: 2, name: 'Name and e-mail address' });
    const card = within(heading.closest('section') as HTMLElement);
    expect(card.getByText(nora.name)).toBeVisible();
    expect(card.getByText(nora.email)).toBeVisible();
    await user.click(card.getByRole('link', { name: 'Change your name or e-mail address' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(address()).toBe('/user/profile#name');
    const main = within(screen.getByRole('main'));
    await user.click(main.getByRole('link', { name: 'Company and address' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Company and address' })).toBeVisible();
  });

  it('leads links to sections of the settings, which were at this address, to the settings', async () => {
    const { address } = await openPage('/user/account#sessions', { server: signedIn() });
    expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(address()).toBe('/user/profile#sessions');
  });

  it('keeps the typed values when saving fails', async () => {
    const server = signedIn({
      'accounts.profile.save': () => {
        throw new AppError('service_unavailable', 'down');
      },
    });
    const { user } = await openPage('/user/account', { server });
    await user.type(await screen.findByLabelText('City'), 'Lund{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('The portal is temporarily unavailable.');
    expect(screen.getByLabelText('City')).toHaveValue('Lund');
  });

  it('is linked from the account menu, next to the settings', async () => {
    const { user } = await openPage('/dashboard', { server: signedIn() });
    const [menu] = await screen.findAllByRole('button', { name: 'Account menu, Nora Lindqvist (NL)' });
    if (menu) await user.click(menu);
    expect(await screen.findByRole('menuitem', { name: 'Company and address' })).toHaveAttribute(
      'href',
      '/user/account',
    );
    expect(screen.getByRole('menuitem', { name: 'Settings' })).toHaveAttribute('href', '/user/profile');
    expect(screen.getByRole('menuitem', { name: 'API tokens' })).toHaveAttribute(
      'href',
      '/user/profile#tokens',
    );
    await waitFor(() => expect(screen.getByRole('menu')).toBeVisible());
  });
});
