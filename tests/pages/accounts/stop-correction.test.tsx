/** Tests the page that stops a correction of an address by an administrator. */
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CorrectionStopped } from '#shared/accounts/email-correction.ts';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const path = '/stop-correction?token=12.abc';
const server = (status: CorrectionStopped['status']) =>
  fakeServer({ 'accounts.me': () => null, 'accounts.emailCorrection.stop': () => ({ status }) });

describe('The link that stops a correction', () => {
  it('stops nothing when it is opened, and says what has become of it once the button is pressed', async () => {
    const { user, called } = await openPage(path, { server: server('restored') });
    expect(await screen.findByRole('heading', { name: 'Keep your old e-mail address?' })).toBeVisible();
    expect(called('accounts.emailCorrection.stop')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Stop the change' }));
    expect(await screen.findByRole('heading', { name: 'The change has been stopped' })).toBeVisible();
    expect(called('accounts.emailCorrection.stop')).toEqual([{ token: '12.abc' }]);
    expect(screen.getByRole('link', { name: 'Choose a new password' })).toHaveAttribute(
      'href',
      '/forgot-password',
    );
  });

  it.each([
    ['blocked', 'Your account is protected'],
    ['stopped_before', 'The change has already been stopped'],
    ['expired', 'This link has expired'],
    ['link_invalid', 'This link isn’t valid'],
  ] as const)('says so if it is %s', async (status, title) => {
    const { user } = await openPage(path, { server: server(status) });
    await user.click(await screen.findByRole('button', { name: 'Stop the change' }));
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Sign in' })).toBeVisible();
  });

  it('can be pressed again after a failure, and says that a link without its token is not valid', async () => {
    const failing = fakeServer({
      'accounts.me': () => null,
      'accounts.emailCorrection.stop': () => {
        throw new AppError('too_many_requests', 'sixty', { retryAfterSeconds: 60 });
      },
    });
    const { user } = await openPage(path, { server: failing });
    await user.click(await screen.findByRole('button', { name: 'Stop the change' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many attempts');
    expect(screen.getByRole('button', { name: 'Stop the change' })).toBeEnabled();
    await openPage('/stop-correction', { server: server('restored') });
    expect(await screen.findByRole('heading', { name: 'This link isn’t valid' })).toBeVisible();
  });
});
