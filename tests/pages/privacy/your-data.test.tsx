/** Tests the settings for downloading all data and deleting the account. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { AppError } from '#shared/errors.ts';
import type { SecurityEventView } from '#shared/identity/security-log.ts';
import type { Answers } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  day,
  endedLicences,
  licenceStates,
  securityEvents,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';
import { openSection, settingsServer } from '#tests/pages/support/settings-page.tsx';

afterEach(() => vi.restoreAllMocks());

/** Returns a fake server that serves the data download, and records the files that the page saves. */
function downloadServer(answer: () => Response) {
  const server = settingsServer();
  const { handle } = server;
  server.handle = async (url, init) => (url === '/user/data.json' ? answer() : handle(url, init));
  const saved: { name: string; href: string }[] = [];
  const blobs: Blob[] = [];
  vi.stubGlobal(
    'URL',
    Object.assign(class extends URL {}, {
      createObjectURL: (blob: Blob) => {
        blobs.push(blob);
        return 'blob:file';
      },
      revokeObjectURL: () => undefined,
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, href: this.href });
  });
  return { server, saved, blobs };
}

const problem = (code: string, status: number) =>
  Response.json({ type: `http://localhost/problems/${code}`, status }, { status });

describe('Downloading the data', () => {
  it('saves the file and confirms it', async () => {
    const { server, saved, blobs } = downloadServer(() => new Response('{"format":1}'));
    const { user, section } = await openSection('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    expect(await section.findByText('The file has been saved to your downloads.')).toBeVisible();
    expect(saved).toEqual([{ name: 'customer-portal-data.json', href: 'blob:file' }]);
    expect(blobs[0]?.size).toBe('{"format":1}'.length);
  });

  it('asks the customer to reauthenticate when the server requires it, then downloads', async () => {
    let asked = 0;
    const { server, saved } = downloadServer(() => {
      asked += 1;
      return asked === 1 ? problem('confirmation-needed', 403) : new Response('{}');
    });
    const { user, section } = await openSection('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText('The file has been saved to your downloads.')).toBeVisible();
    expect(saved).toHaveLength(1);
  });

  it('shows an error and saves nothing when it fails', async () => {
    const { server, saved } = downloadServer(() => problem('service-unavailable', 503));
    const { user, section } = await openSection('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    expect(await section.findByRole('alert')).toHaveTextContent('The portal is temporarily unavailable.');
    expect(saved).toEqual([]);
  });
});

describe('Deleting the account', () => {
  async function openQuestion(
    answer: NonNullable<Answers['privacy.deleteAccount']>,
    answers: Partial<Answers> = {},
  ) {
    const server = settingsServer();
    Object.assign(server.answers, { 'privacy.deleteAccount': answer, ...answers });
    const left = vi.spyOn(browser, 'goTo').mockImplementation(() => undefined);
    const page = await openSection('Your data', server);
    await page.user.click(await page.section.findByRole('button', { name: 'Delete my account' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete your account?' }));
    const sure = async () => {
      await page.user.type(dialog.getByLabelText(/^Type nora/), 'nora@lindqvist.se');
      await page.user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    };
    return { ...page, left, dialog, sure };
  }
  const deleted = () => ({ status: 'deleted' as const });
  const seats = aLicence({ id: 42, product: 'OfficeLife', quantity: 14, validUntil: day('2026-12-18') });

  it("requires the customer's own address and then opens the confirmation page", async () => {
    const { user, dialog, called, left } = await openQuestion(deleted);
    await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep my account' })).toHaveFocus());
    const field = dialog.getByLabelText('Type nora@lindqvist.se to continue');
    await user.type(field, 'nora@elsewhere.se');
    await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    expect(dialog.getByText('This isn’t your account’s e-mail address.')).toBeVisible();
    expect(called('privacy.deleteAccount')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'Nora@Lindqvist.se');
    await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    await waitFor(() => expect(left).toHaveBeenCalledWith('/account-deleted'));
    expect(called('privacy.deleteAccount')).toEqual([{ email: 'Nora@Lindqvist.se' }]);
  });

  it('lists every current licence with its consequence', async () => {
    const { dialog } = await openQuestion(deleted, {
      'licences.list': () => [seats, licenceStates.granted, endedLicences.unpaid, anEndedLicence()],
    });
    expect(
      await dialog.findByText(
        /^OfficeLife, 14 seats: .* immediately\. The licence stays valid until 18.December 2026\.$/,
      ),
    ).toBeVisible();
    expect(dialog.getByText(/^Monica: the licence won’t renew .* until 1.November 2027\.$/)).toBeVisible();
    expect(dialog.getByText(/^Monica: we’ll cancel the subscription .* will stop working\.$/)).toBeVisible();
    expect(dialog.getByText(/those already cancelled stay cancelled/)).toBeVisible();
    expect(dialog.getByRole('link', { name: 'licence keys' })).toHaveAttribute('href', '/dashboard');
    expect(dialog.getByText(/Your accounts in Monica and OfficeLife, and everything/)).toBeVisible();
    // Licences that have ended for good aren't mentioned.
    expect(dialog.getAllByText(/^(Monica|OfficeLife)/)).toHaveLength(3);
  });

  it("doesn't mention keys or cancellations for an account without licences", async () => {
    const { dialog } = await openQuestion(deleted);
    expect(await dialog.findByText('You have no licences and no subscriptions with Paddle.')).toBeVisible();
    expect(dialog.queryByText(/keys|If Paddle/)).not.toBeInTheDocument();
  });

  it('can be dismissed with Escape without any request', async () => {
    const { user, called } = await openQuestion(deleted);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(called('privacy.deleteAccount')).toEqual([]);
  });

  it.each([
    [
      'paddle_unavailable',
      /Your account hasn’t been deleted: Paddle didn’t respond, .* again in a few minutes/,
    ],
    ['paddle_busy', /Your account hasn’t been deleted: Paddle is processing a payment, .* again in an hour/],
  ] as const)('%s: keeps the account, explains why and lists what was cancelled', async (why, words) => {
    const cancelled = [
      { id: 42, product: 'OfficeLife', quantity: 14, worksThrough: day('2026-12-18') } as const,
    ];
    const { sure, section, left } = await openQuestion(() => ({ status: 'kept', why, cancelled }));
    await sure();
    const said = await section.findByRole('alert');
    expect(said).toHaveTextContent(words);
    expect(said).toHaveTextContent(
      /OfficeLife, 14 seats: the subscription has been cancelled, and the licence stays valid until 18.December 2026\./,
    );
    expect(left).not.toHaveBeenCalled();
  });

  it('shows a refusal in the security log at once', async () => {
    let events: SecurityEventView[] = [];
    const { sure } = await openQuestion(
      () => {
        events = securityEvents.filter(({ kind }) => kind === 'deletion_refused');
        return { status: 'kept', why: 'paddle_busy', cancelled: [] };
      },
      { 'identity.securityLog': () => ({ events, next: null }) },
    );
    await sure();
    expect(await screen.findByText('Account deletion failed')).toBeVisible();
  });

  it.each([
    ['service_unavailable', 'Your account hasn’t been deleted.'],
    ['internal', 'We don’t know whether your account was deleted.'],
  ] as const)('says only what is certain after a failure (%s)', async (code, words) => {
    const { sure, section } = await openQuestion(() => {
      throw new AppError(code, 'no');
    });
    await sure();
    expect(await section.findByRole('alert')).toHaveTextContent(words);
  });

  it("ends on a confirmation page that a signed-in customer can't open", async () => {
    await openPage('/account-deleted');
    expect(await screen.findByRole('heading', { name: 'Your account has been deleted' })).toBeVisible();
    expect(screen.getByText(/We’ve sent you a confirmation by e-mail/)).toBeVisible();
    const { address } = await openPage('/account-deleted', { server: settingsServer() });
    await waitFor(() => expect(address()).toBe('/dashboard'));
  });

  it('says in the reauthentication dialog that the deletion comes next', async () => {
    const { sure } = await openQuestion(() => {
      throw new AppError('confirmation_needed', 'too long ago');
    });
    await sure();
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    expect(dialog.getByText(/Your account will be permanently deleted/)).toBeVisible();
  });
});
