/** Tests that customers who pay for one product twice see both licences and what they can do about it. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { LicenceView } from '#shared/licences/licences.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { aLicence, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const open = (licences: LicenceView[], locale: 'en' | 'fr' = 'en') =>
  openPage('/monica', {
    locale,
    server: fakeServer({ 'accounts.me': () => ({ ...nora, locale }), 'licences.list': () => licences }),
  });

describe('Two licences for one product', () => {
  it('show both licences and a contact address when the second one is a duplicate', async () => {
    await open([aLicence({ id: 42, notices: [{ kind: 'two_payments' }] }), aLicence()]);
    expect(
      await screen.findByText(
        /You’re paying for Monica twice. The second licence is “.* bought on .* \(2\)”/,
      ),
    ).toBeVisible();
    const mails = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(mails.filter((href) => href?.startsWith('mailto:')).length).toBeGreaterThan(0);
    expect(screen.getByRole('heading', { name: /bought on .* 2026$/ })).toBeVisible();
    expect(screen.getByRole('heading', { name: /bought on .* \(2\)$/ })).toBeVisible();
  });

  it('show the duplicate warning until the customer says that they want both', async () => {
    const server = fakeServer({
      'accounts.me': () => nora,
      'licences.list': () => [aLicence({ id: 42, notices: [{ kind: 'two_payments' }] }), aLicence()],
      'billing.wantBoth': () => ({ ok: true }),
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'I want both' }));
    const noted = await screen.findByText(/Both Monica licences continue/);
    expect(noted.closest('[tabindex]')).toHaveFocus();
    expect(screen.queryByText(/twice/)).toBeNull();
    expect(server.calls.find(({ path }) => path === 'billing.wantBoth')?.input).toEqual({ licenceId: 42 });
  });

  it('show the duplicate warning in French', async () => {
    await open([aLicence({ id: 42, notices: [{ kind: 'two_payments' }] }), aLicence()], 'fr');
    expect(await screen.findByText(/Vous payez Monica deux fois/)).toBeVisible();
  });

  it('show no duplicate warning when the second licence was bought on purpose', async () => {
    await open([aLicence({ id: 42 }), aLicence()]);
    expect(await screen.findByRole('heading', { name: /bought on .* \(2\)$/ })).toBeVisible();
    expect(screen.queryByText(/twice/)).toBeNull();
  });
});
