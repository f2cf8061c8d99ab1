/** Tests what people are told in the weeks after the PHP portal was taken over, and that nobody is told later. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, day, licenceStates, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { publicConfig } from '#tests/pages/support/public-config.ts';

const server = (isTakeoverNoticed: boolean, answers: Parameters<typeof fakeServer>[0] = {}) =>
  fakeServer({
    'catalogue.publicConfig': () => ({ ...publicConfig, isTakeoverNoticed }),
    'licences.list': () => [licenceStates.active],
    ...answers,
  });
const signedIn = { 'accounts.me': () => nora };

const notices = [
  ['/login', {}, /has a new look/],
  ['/login', {}, /a service that isn’t offered here any more/],
  ['/dashboard', signedIn, /now called licences/],
  ['/monica', signedIn, /the same key as in the portal before/],
  ['/user/profile', signedIn, /They’re on this page now/],
] as const;

describe('After the takeover', () => {
  it.each(notices)('%s says what has changed', async (path, answers, text) => {
    await openPage(path, { server: server(true, answers) });
    expect(await screen.findByText(text)).toBeVisible();
  });

  it.each(notices)(
    '%s says it no longer after the day that the operator has set',
    async (path, answers, text) => {
      await openPage(path, { server: server(false, answers) });
      expect(await screen.findByRole('heading', { level: 1 })).toBeVisible();
      expect(screen.queryByText(text)).toBeNull();
    },
  );

  it('leads people whose service is not offered to a page that sets a password', async () => {
    await openPage('/login', { server: server(true) });
    const link = await screen.findByRole('link', { name: 'Set a password' });
    expect(link).toHaveAttribute('href', '/forgot-password');
  });

  it('says nothing about the key of a licence that was bought today', async () => {
    const bought = aLicence({ startedOn: day('2026-11-23') });
    await openPage('/monica', { server: server(true, { ...signedIn, 'licences.list': () => [bought] }) });
    expect(await screen.findByRole('group', { name: 'Licence key' })).toBeVisible();
    expect(screen.queryByText(/the same key/)).toBeNull();
  });

  it('links from the new terms to those that applied before', async () => {
    const earlierTermsUrl = 'https://old.example.com/terms';
    await openPage('/terms', {
      server: fakeServer({ 'catalogue.publicConfig': () => ({ ...publicConfig, earlierTermsUrl }) }),
    });
    const link = await screen.findByRole('link', { name: 'Terms and privacy policy that applied before' });
    expect(link).toHaveAttribute('href', earlierTermsUrl);
    expect(screen.getByText(/^Last updated on/)).toBeVisible();
  });
});
