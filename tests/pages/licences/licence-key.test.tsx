/** Tests the licence key on the licence's page: hidden, revealed, copied and downloaded. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { type Answers, fakeServer } from '#tests/pages/support/fake-server.ts';
import { licenceStates, nora } from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const key = `${'eyJpdiI6'.repeat(30)}IiJ9`;

const withLicences = (list: ReturnType<Answers['licences.list']>, answers: Partial<Answers> = {}) =>
  fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => list,
    'licences.revealKey': () => ({ key }),
    ...answers,
  });

describe('The licence key', () => {
  it('is hidden until revealed, and can be hidden again', async () => {
    const { user, called } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    const field = await screen.findByRole('group', { name: 'Licence key' });
    expect(field).not.toHaveTextContent(key);
    expect(called('licences.revealKey')).toEqual([]);
    await user.click(within(field).getByRole('button', { name: 'Reveal' }));
    expect(await within(field).findByText(key)).toBeVisible();
    expect(called('licences.revealKey')).toEqual([{ licenceId: 41 }]);
    await user.click(within(field).getByRole('button', { name: 'Hide' }));
    expect(field).not.toHaveTextContent(key);
  });

  it('is copied without being revealed', async () => {
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    await user.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Key copied.')).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toBe(key);
    expect(screen.getByRole('group', { name: 'Licence key' })).not.toHaveTextContent(key);
  });

  it('is masked except for its first and last characters', async () => {
    await openPage('/monica', { server: withLicences([licenceStates.active]) });
    const masked = await screen.findByRole('group', { name: 'Licence key' });
    expect(within(masked).getByText('eyJpdiI6IkpXbUE5')).toBeVisible();
    expect(within(masked).getByText('IiJ9')).toBeVisible();
  });

  it('is revealed and selected when the browser blocks copying', async () => {
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(await screen.findByRole('button', { name: 'Copy' }));
    expect(await screen.findByText(/Your browser blocked copying\./)).toBeVisible();
    expect(screen.getByText(key)).toBeVisible();
    expect(document.getSelection()?.toString()).toBe(key);
  });

  it('is marked by a click once it is revealed', async () => {
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    await user.click(await screen.findByRole('button', { name: 'Reveal' }));
    await user.click(await screen.findByText(key));
    expect(document.getSelection()?.toString()).toBe(key);
  });

  it('is downloaded as a text file', async () => {
    const blobs: Blob[] = [];
    const names: string[] = [];
    vi.stubGlobal(
      'URL',
      Object.assign(class extends URL {}, {
        createObjectURL: (blob: Blob) => {
          blobs.push(blob);
          return 'blob:key';
        },
        revokeObjectURL: () => undefined,
      }),
    );
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download);
    });
    const { user } = await openPage('/monica', { server: withLicences([licenceStates.active]) });
    await user.click(await screen.findByRole('button', { name: 'Download as a text file' }));
    await waitFor(() => expect(names).toEqual(['monica-licence-key.txt']));
    expect([blobs[0]?.type, blobs[0]?.size]).toEqual(['text/plain', key.length + 1]);
    expect(screen.queryByText(key)).not.toBeInTheDocument();
  });

  it('shows an error when fetching it fails', async () => {
    const server = withLicences([licenceStates.active], {
      'licences.revealKey': () => {
        throw new AppError('service_unavailable', 'down');
      },
    });
    const { user } = await openPage('/monica', { server });
    await user.click(await screen.findByRole('button', { name: 'Reveal' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The portal is temporarily unavailable.');
  });
});
