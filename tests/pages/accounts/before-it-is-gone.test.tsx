/**
 * Tests the consequences that are shown before an account is deleted, and a saved file, which must stay available until
 * the browser has read it.
 */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { saveFile } from '#client/ui/save-file.ts';
import { AppError } from '#shared/errors.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('Account deletion stays blocked until its consequences have loaded and the address matches', async () => {
  let isAway = true;
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => {
      if (isAway) throw new AppError('internal', 'down');
      return [];
    },
    'privacy.deleteAccount': () => ({ status: 'kept', why: 'paddle_busy', cancelled: [] }),
  });
  const { user, called } = await openPage('/user/profile', { server });
  await user.click(await screen.findByRole('button', { name: 'Delete my account' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete your account?' }));
  const alert = await dialog.findByRole('alert');
  const field = dialog.getByLabelText(/^Type nora/);
  await user.type(field, 'nora@lindqvist.se{Enter}');
  expect(dialog.getByRole('button', { name: 'Delete permanently' })).toBeDisabled();
  expect(called('privacy.deleteAccount')).toEqual([]);

  isAway = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(dialog.getByRole('button', { name: 'Delete permanently' })).toBeEnabled());
  await user.clear(field);
  await user.type(field, 'nora@elsewhere.se');
  await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
  expect(field).toHaveFocus();
  expect(field).toHaveAccessibleDescription(/This isn’t your account’s e-mail address\./);
  expect(called('privacy.deleteAccount')).toEqual([]);
});

it('A saved file keeps its object URL long enough for the browser to read it', () => {
  vi.useFakeTimers();
  const revoked = vi.fn<(url: string) => void>();
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:file', revokeObjectURL: revoked });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  saveFile('data.json', '{}', 'application/json');
  vi.advanceTimersByTime(10_000);
  expect(revoked).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(revoked).toHaveBeenCalledWith('blob:file');
});
