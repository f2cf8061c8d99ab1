/**
 * Tests that validation errors from the server appear at their fields in the page's language, and that the first such
 * field gets the focus.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AppError, type Issue } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aProfile, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const sentence = 'This isn’t valid. Change it and try again.';

/**
 * Returns a function that throws a validation error as the server sends it: with the field's path and the schema's
 * message in English.
 */
const refusing = (...paths: string[]) => {
  const issues: Issue[] = paths.map((path) => ({
    path,
    message: 'Invalid input: not as the schema wants it',
  }));
  return () => {
    throw new AppError('invalid_input', 'a field', { issues });
  };
};

describe('A procedure that rejects input', () => {
  const profileServer = (...paths: string[]) =>
    fakeServer({
      'accounts.me': () => nora,
      'accounts.profile.find': () => aProfile,
      'accounts.profile.save': refusing(...paths),
      'accounts.rename': refusing('name'),
      'accounts.email.requestChange': refusing('email'),
    });

  it('marks the invalid fields until they are edited, and focuses the first one', async () => {
    const { user, fill } = await openPage('/user/account', {
      server: profileServer('city', 'expected.state'),
    });
    const city = await screen.findByLabelText('City');
    const state = screen.getByLabelText('State or region');
    await fill(screen.getByLabelText('Company name'), ' & Co');
    await user.click(screen.getByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(city).toBeInvalid());
    expect(city).toHaveAccessibleDescription(sentence);
    expect(city).toHaveFocus();
    expect(state).toBeInvalid();
    expect(screen.getByLabelText('Company name')).toBeValid();
    expect(screen.getByRole('alert')).toHaveTextContent('Some fields aren’t valid.');
    expect(screen.queryByText(/schema/)).toBeNull();
    await user.type(city, 'X');
    expect(city).toBeValid();
  });

  it('shows the error in the language of the page', async () => {
    const server = profileServer('city');
    server.answers['accounts.me'] = () => ({ ...nora, locale: 'fr' });
    const { user, fill } = await openPage('/user/account', { server, locale: 'fr' });
    await fill(await screen.findByLabelText('Ville'), 'X');
    await user.type(screen.getByLabelText('Ville'), '{Enter}');
    await waitFor(() =>
      expect(screen.getByLabelText('Ville')).toHaveAccessibleDescription(
        'Ce champ n’est pas valide. Modifiez\u2011le, puis réessayez.',
      ),
    );
  });

  it('shows only an error above the form when no field matches', async () => {
    const { fill, user } = await openPage('/user/account', { server: profileServer('batch', '') });
    await fill(await screen.findByLabelText('City'), 'X');
    await user.type(screen.getByLabelText('City'), '{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Some fields aren’t valid.');
    expect(document.querySelector('[aria-invalid="true"]')).toBeNull();
  });

  it.each([
    ['a name', 'Name', 'Nora'],
    ['another address', 'New e-mail address', 'nora@elsewhere.example'],
  ])('marks and focuses the field for %s', async (_name, label, entry) => {
    const { user, fill } = await openPage('/user/profile', { server: profileServer() });
    const field = await screen.findByLabelText(label);
    await fill(field, entry);
    await user.type(field, '{Enter}');
    await waitFor(() => expect(field).toHaveAccessibleDescription(expect.stringContaining(sentence)));
    expect(field).toHaveFocus();
  });
});

describe('An auth endpoint that rejects input', () => {
  const answer =
    (code: string, ...paths: string[]) =>
    () => ({
      status: 400,
      code,
      issues: paths.map((path) => ({ path, message: 'Invalid input' })),
    });

  it('marks the invalid fields at sign-up, again after each rejected attempt', async () => {
    const doors = { '/sign-up/email': answer('INVALID_EMAIL', 'email', 'termsAccepted') };
    const { user, fill } = await openPage('/register', { server: fakeServer({}, doors) });
    await fill(await screen.findByLabelText('Name'), 'Nora');
    await fill(screen.getByLabelText('E-mail'), 'nora@lindqvist.se');
    await fill(screen.getByLabelText('Password'), 'correct horse battery');
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Create an account' }));
    const email = screen.getByLabelText('E-mail');
    await waitFor(() => expect(email).toHaveAccessibleDescription(sentence));
    expect(email).toHaveFocus();
    expect(screen.getByRole('checkbox')).toBeInvalid();
    expect(screen.getByLabelText('Name')).toBeValid();
    // Editing the field removes the mark. It reappears when the server rejects the field again.
    await user.type(email, 'x');
    expect(email).toBeValid();
    await user.click(screen.getByRole('button', { name: 'Create an account' }));
    await waitFor(() => expect(email).toBeInvalid());
  });

  it('marks an invalid address when requesting a reset link', async () => {
    const doors = { '/request-password-reset': answer('INVALID_EMAIL', 'email') };
    const { user, fill } = await openPage('/forgot-password', { server: fakeServer({}, doors) });
    const email = await screen.findByLabelText('E-mail');
    await fill(email, 'nora@lindqvist.se');
    await user.type(email, '{Enter}');
    await waitFor(() => expect(email).toHaveAccessibleDescription(sentence));
  });
});

describe('Forms', () => {
  it('use the shared form component, the only file with a <form> element', () => {
    const own = readdirSync('src/client', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.tsx'))
      .filter((file) => /<form\b/.test(readFileSync(join('src/client', file), 'utf8')));
    expect(own).toEqual(['forms/form.tsx']);
  });
});
