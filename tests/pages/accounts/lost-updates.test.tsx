/**
 * Tests that forms start with current data, save only the fields that were changed, and don't overwrite changes made
 * elsewhere.
 */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Profile } from '#shared/accounts/profile.ts';
import { AppError } from '#shared/errors.ts';
import { chooseCountry } from '#tests/pages/support/choose-country.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aProfile, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

/** Returns a fake server that stores a profile and a name and checks `expected`, as the real server does. */
function keeping(first: Profile = aProfile) {
  const state = { profile: first, name: nora.name };
  const server = fakeServer({
    'accounts.me': () => ({ ...nora, name: state.name, country: state.profile.country }),
    'accounts.profile.find': () => state.profile,
    'accounts.profile.save': ({ expected = {}, ...change }) => {
      for (const [field, value] of Object.entries(expected))
        if (state.profile[field as keyof Profile] !== value)
          throw new AppError('changed_meanwhile', 'another');
      state.profile = { ...state.profile, ...(change as Partial<Profile>) };
      return state.profile;
    },
    'accounts.rename': ({ name, expected }) => {
      if (expected !== undefined && expected !== state.name)
        throw new AppError('changed_meanwhile', 'another');
      state.name = name;
      return { ...nora, name };
    },
    'accounts.setCountry': ({ country }) => {
      state.profile = { ...state.profile, country };
      return { ...nora, country };
    },
  });
  return { server, state };
}

describe('The profile form', () => {
  it("doesn't overwrite a country that was changed on another page", async () => {
    const { server, state } = keeping({ ...aProfile, country: 'FR' });
    const { user, portal, called } = await openPage('/user/account', { server });
    expect(await screen.findByLabelText('Country')).toHaveDisplayValue('France');
    await portal.router.navigate({ to: '/monica' });
    await user.click(await screen.findByRole('button', { name: /Change country/ }));
    await chooseCountry(user, 'Sweden');
    await user.click(screen.getByRole('button', { name: 'Use this country' }));
    await waitFor(() => expect(state.profile.country).toBe('SE'));
    await portal.router.navigate({ to: '/user/account' });
    expect(await screen.findByLabelText('Country')).toHaveDisplayValue('Sweden');
    await user.type(screen.getByLabelText('Company name'), ' & Co{Enter}');
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(state.profile).toEqual({ ...aProfile, companyName: 'Lindqvist AB & Co', country: 'SE' });
    expect(called('accounts.profile.save')).toEqual([
      { companyName: 'Lindqvist AB & Co', expected: { companyName: 'Lindqvist AB' } },
    ]);
  });

  it('reports a change made elsewhere, keeps the typed value and overwrites on a second save', async () => {
    const { server, state } = keeping();
    const { user } = await openPage('/user/account', { server });
    const city = await screen.findByLabelText('City');
    await user.type(city, ' Syd');
    state.profile = { ...state.profile, city: 'Lund', state: 'Skåne' };
    await user.type(city, '{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This was changed elsewhere while you were editing.',
    );
    await waitFor(() =>
      expect(city).toHaveAccessibleDescription(/This field was changed to “Lund” elsewhere/),
    );
    expect(city).toHaveValue('Malmö Syd');
    expect(city).toHaveFocus();
    // A field that hasn't been edited shows the new value.
    expect(screen.getByLabelText(/State/)).toHaveValue('Skåne');
    expect(state.profile.city).toBe('Lund');
    await user.type(city, '{Enter}');
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(state.profile).toMatchObject({ city: 'Malmö Syd', state: 'Skåne' });
    expect(city).not.toHaveAccessibleDescription(/This was changed/);
  });

  it("shows an error instead of cached values when the profile can't be fetched again", async () => {
    const { server } = keeping();
    const { portal } = await openPage('/user/account', { server });
    await screen.findByLabelText('City');
    await portal.router.navigate({ to: '/receipts' });
    await screen.findByRole('heading', { level: 1, name: 'Receipts' });
    server.answers['accounts.profile.find'] = () => {
      throw new AppError('internal', 'down');
    };
    await portal.router.navigate({ to: '/user/account' });
    expect(await screen.findByText('This page couldn’t be loaded')).toBeVisible();
    expect(screen.queryByLabelText('City')).not.toBeInTheDocument();
  });
});

describe('The name form', () => {
  it('reports a name changed elsewhere before overwriting it', async () => {
    const { server, state } = keeping();
    const { user } = await openPage('/user/profile', { server });
    const name = await screen.findByLabelText('Name');
    await user.type(name, ' L.');
    state.name = 'Nora Berg';
    await user.type(name, '{Enter}');
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(/This field was changed to “Nora Berg” elsewhere/),
    );
    expect(name).toHaveValue('Nora Lindqvist L.');
    await user.type(name, '{Enter}');
    expect(await screen.findByText('Saved.')).toBeVisible();
    expect(state.name).toBe('Nora Lindqvist L.');
  });
});

describe('name and language, changed at the same time', () => {
  /** Returns a promise and the function that resolves it. */
  function held() {
    let release: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { until, release };
  }

  it.each(['the name', 'the language'] as const)(
    'are both shown when the response about %s was read first and arrives last',
    async (late) => {
      const { until, release } = held();
      const stored = { ...nora };
      const server = fakeServer({
        'accounts.me': () => ({ ...stored }),
        'accounts.rename': async ({ name }) => {
          stored.name = name;
          const read = { ...stored };
          if (late === 'the name') await until;
          return read;
        },
        'accounts.setLocale': async ({ locale }) => {
          stored.locale = locale;
          const read = { ...stored };
          if (late === 'the language') await until;
          return read;
        },
      });
      const { user, called } = await openPage('/user/profile', { server });
      const rename = async () => user.type(await screen.findByLabelText(/^(Name|Nom)$/), ' L.{Enter}');
      const switchToFrench = async () =>
        user.selectOptions(await screen.findByRole('combobox', { name: /^(Language|Langue)$/ }), 'fr');
      const changes = [rename, switchToFrench];
      for (const change of late === 'the name' ? changes : changes.reverse()) await change();
      if (late === 'the name') await waitFor(() => expect(document.documentElement.lang).toBe('fr'));
      else expect(await screen.findByText('Saved.')).toBeVisible();
      release();
      await waitFor(() =>
        expect(screen.getAllByText('Modifications enregistrées.').length).toBeGreaterThan(1),
      );
      expect(document.documentElement.lang).toBe('fr');
      expect(screen.getByLabelText('Nom')).toHaveValue('Nora Lindqvist L.');
      expect(screen.getAllByRole('button', { name: /Nora Lindqvist L\./ })).not.toHaveLength(0);
      expect(called('accounts.me')).toHaveLength(1);
    },
  );
});
