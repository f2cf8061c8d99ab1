/** The settings for API tokens, downloading all data, and deleting the account. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import type { ApiTokenView, NewApiToken } from '#shared/accounts/api-tokens.ts';
import { AppError } from '#shared/errors.ts';
import type { SecurityEventView } from '#shared/identity/security-log.ts';
import { type Answers, done, fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  day,
  endedLicences,
  licenceStates,
  nora,
  securityEvents,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const secret = 'mcp_Jb0qk9tU5m3sV2xY7zA1cD4eF6gH8iKlMnOpQrStUvW';

const aToken = (change: Partial<ApiTokenView> = {}): ApiTokenView => ({
  id: 5,
  name: 'Bookkeeping',
  permissions: ['receipts:read'],
  createdAt: new Date('2026-10-01T08:00:00Z'),
  expiresAt: new Date('2099-01-15T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T08:00:00Z'),
  ...change,
});

/** Returns a fake server that stores tokens and requires reauthentication unless `isConfirmed`. */
function settingsServer({ tokens = [] as ApiTokenView[], isConfirmed = true } = {}) {
  let [kept, confirmed] = [tokens, isConfirmed];
  const guard = () => {
    if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
  };
  const answers: Partial<Answers> = {
    'accounts.me': () => nora,
    'accounts.tokens.list': () => kept,
    'accounts.tokens.create': ({ name, permissions }: Pick<NewApiToken, 'name' | 'permissions'>) => {
      guard();
      const view = aToken({ name, permissions, expiresAt: null, lastUsedAt: null });
      kept = [view, ...kept];
      return { view, token: secret };
    },
    'accounts.tokens.edit': ({ id, name, permissions }) => {
      guard();
      const edited = aToken({ id, name, permissions });
      kept = [edited];
      return edited;
    },
    'accounts.tokens.delete': () => {
      guard();
      kept = [];
      return { deleted: true };
    },
    'identity.reauthentication.byPassword': () => {
      confirmed = true;
      return done;
    },
  };
  return fakeServer(answers);
}

async function openSettings(heading: string, server = settingsServer(), locale: 'en' | 'fr' = 'en') {
  const page = await openPage('/user/account', { server, locale });
  const found = await screen.findByRole('heading', { name: heading });
  return { ...page, section: within(found.closest('section') as HTMLElement) };
}

afterEach(() => vi.restoreAllMocks());

describe('tokens', () => {
  it('are listed with what they read, when they were used and how long they work', async () => {
    const tokens = [
      aToken(),
      aToken({ id: 6, name: 'Old', expiresAt: new Date('2026-01-02T08:00:00Z'), lastUsedAt: null }),
      aToken({ id: 7, name: 'Lasting', expiresAt: null }),
    ];
    const { section } = await openSettings('API tokens', settingsServer({ tokens }));
    expect(await section.findByText('Bookkeeping')).toBeVisible();
    expect(
      section.getByText(/^Expires on 15.Jan 2099, \d\d:\d\d\. Last used on 20.Nov 2026, \d\d:\d\d\.$/),
    ).toBeVisible();
    expect(section.getByText(/^Expired on 2.Jan 2026, \d\d:\d\d\. Never used\.$/)).toBeVisible();
    expect(section.getByText(/^Never expires\. Last used/)).toBeVisible();
    expect(section.getAllByText('Your receipts')).toHaveLength(3);
  });

  it('come with the address that they open, a call to copy, and where it is described', async () => {
    const { section } = await openSettings('API tokens');
    const address = `${window.location.origin}/api`;
    expect(await section.findByText(address)).toBeVisible();
    expect(section.getByText(`curl -H "Authorization: Bearer $TOKEN" ${address}/licences`)).toBeVisible();
    expect(await section.findByRole('link', { name: 'API documentation' })).toHaveAttribute(
      'href',
      '/docs/api',
    );
  });

  it('are made with permissions and an expiry, shown once, to copy, and gone when they are kept', async () => {
    const { user, section, called } = await openSettings('API tokens');
    expect(await section.findByText('No tokens yet.')).toBeVisible();
    await user.click(section.getByRole('button', { name: 'New token' }));
    const form = within(section.getByRole('form', { name: 'New token' }));
    expect(form.getByLabelText('Name')).toHaveFocus();
    await user.keyboard('My program');
    await user.click(form.getByLabelText('Your licences, without their keys'));
    await user.selectOptions(form.getByLabelText('Expires'), 'In one year');
    await user.click(form.getByRole('button', { name: 'Create the token' }));
    const heading = await section.findByRole('heading', { name: 'Token “My program”' });
    expect(heading).toHaveFocus();
    expect(section.getByText(secret)).toBeVisible();
    expect(called('accounts.tokens.create')).toEqual([
      { name: 'My program', permissions: ['licences:read'], expiresInDays: 365 },
    ]);
    await user.click(section.getByRole('button', { name: 'Copy the token' }));
    expect(await navigator.clipboard.readText()).toBe(secret);
    await user.click(section.getByRole('button', { name: 'Done' }));
    expect(section.queryByText(secret)).not.toBeInTheDocument();
    expect(await section.findByText('My program')).toBeVisible();
  });

  it('say what is missing, and ask nothing of the server before', async () => {
    const { user, section, called } = await openSettings('API tokens');
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.click(section.getByRole('button', { name: 'Create the token' }));
    expect(section.getByText('Enter a name.')).toBeVisible();
    expect(section.getByText('Choose what it may read.')).toBeVisible();
    expect(section.getByRole('group', { name: 'May read' })).toHaveAccessibleDescription(
      'Choose what it may read.',
    );
    expect(called('accounts.tokens.create')).toEqual([]);
  });

  it('ask who one is where the server wants it, and do it then', async () => {
    const { user, section, called } = await openSettings(
      'API tokens',
      settingsServer({ isConfirmed: false }),
    );
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.keyboard('My program');
    await user.click(section.getByLabelText('Your receipts'));
    await user.click(section.getByRole('button', { name: 'Create the token' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText(secret)).toBeVisible();
    expect(called('accounts.tokens.create')).toHaveLength(2);
  });

  it('are edited: what is not changed stays, the expiry too', async () => {
    const { user, section, called } = await openSettings(
      'API tokens',
      settingsServer({ tokens: [aToken()] }),
    );
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

  it('that were changed elsewhere are shown as they are now, and saved over only once that was seen', async () => {
    const server = settingsServer({ tokens: [aToken()] });
    const edit = server.answers['accounts.tokens.edit'];
    let stored = aToken();
    server.answers['accounts.tokens.list'] = () => [stored];
    server.answers['accounts.tokens.edit'] = (input) => {
      if (input.expected?.name !== stored.name) throw new AppError('changed_meanwhile', 'in another tab');
      stored = aToken({ name: input.name });
      return edit?.(input) ?? stored;
    };
    const { user, section } = await openSettings('API tokens', server);
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    await user.type(section.getByLabelText('Name'), ' 2');
    stored = aToken({ name: 'Books', permissions: ['licences:read'] });
    await user.click(section.getByRole('button', { name: 'Save' }));
    expect(await section.findByText(/^This was changed somewhere else/)).toBeVisible();
    expect(await section.findByText('Books')).toBeVisible();
    expect(section.getAllByText('Your licences, without their keys')[0]).toBeVisible();
    expect(section.getByLabelText('Name')).toHaveValue('Bookkeeping 2');
    await user.click(section.getByRole('button', { name: 'Save' }));
    expect(await section.findByText('Token saved.')).toBeVisible();
    expect(stored.name).toBe('Bookkeeping 2');
  });

  it('are deleted after a question whose first answer keeps them', async () => {
    const { user, section, called } = await openSettings(
      'API tokens',
      settingsServer({ tokens: [aToken()] }),
    );
    await user.click(await section.findByRole('button', { name: 'Delete the token Bookkeeping' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete the token “Bookkeeping”?' }));
    await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep it' })).toHaveFocus());
    await user.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await section.findByText('Token deleted.')).toBeVisible();
    expect(called('accounts.tokens.delete')).toEqual([{ id: 5 }]);
  });

  it('leave the focus where it was when one changes one’s mind', async () => {
    const { user, section } = await openSettings('API tokens', settingsServer({ tokens: [aToken()] }));
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    await user.click(section.getByRole('button', { name: 'Cancel' }));
    expect(section.getByRole('button', { name: 'Edit the token Bookkeeping' })).toHaveFocus();
    await user.click(section.getByRole('button', { name: 'New token' }));
    await user.click(section.getByRole('button', { name: 'Cancel' }));
    expect(section.getByRole('button', { name: 'New token' })).toHaveFocus();
  });

  it('that are too many are refused in a sentence, and the entries stay', async () => {
    const server = settingsServer();
    server.answers['accounts.tokens.create'] = () => {
      throw new AppError('too_many_tokens', 'twenty');
    };
    const { user, section } = await openSettings('API tokens', server);
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.keyboard('One more');
    await user.click(section.getByLabelText('Your receipts'));
    await user.click(section.getByRole('button', { name: 'Create the token' }));
    expect(await section.findByRole('alert')).toHaveTextContent('You’ve reached the limit of 20 tokens.');
    expect(section.getByLabelText('Name')).toHaveValue('One more');
  });
});

/** Returns a fake server that serves the file, and records the files that the page saves. */
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

describe('downloading', () => {
  it('puts the file among the downloads, and says so', async () => {
    const { server, saved, blobs } = downloadServer(() => new Response('{"format":1}'));
    const { user, section } = await openSettings('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    expect(await section.findByText('The file is in your downloads.')).toBeVisible();
    expect(saved).toEqual([{ name: 'customer-portal-data.json', href: 'blob:file' }]);
    expect(blobs[0]?.size).toBe('{"format":1}'.length);
  });

  it('asks who one is where the server wants it', async () => {
    let asked = 0;
    const { server, saved } = downloadServer(() => {
      asked += 1;
      return asked === 1 ? problem('confirmation-needed', 403) : new Response('{}');
    });
    const { user, section } = await openSettings('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText('The file is in your downloads.')).toBeVisible();
    expect(saved).toHaveLength(1);
  });

  it('that fails says why, and saves nothing', async () => {
    const { server, saved } = downloadServer(() => problem('service-unavailable', 503));
    const { user, section } = await openSettings('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    expect(await section.findByRole('alert')).toHaveTextContent('The portal is unavailable at the moment.');
    expect(saved).toEqual([]);
  });
});

describe('deleting the account', () => {
  async function openQuestion(
    answer: NonNullable<Answers['privacy.deleteAccount']>,
    answers: Partial<Answers> = {},
  ) {
    const server = settingsServer();
    Object.assign(server.answers, { 'privacy.deleteAccount': answer, ...answers });
    const left = vi.spyOn(browser, 'goTo').mockImplementation(() => undefined);
    const page = await openSettings('Your data', server);
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

  it('wants one’s own address typed, and says on a page of its own that it is done', async () => {
    const { user, dialog, called, left } = await openQuestion(deleted);
    await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep my account' })).toHaveFocus());
    const field = dialog.getByLabelText('Type nora@lindqvist.se to continue');
    await user.type(field, 'nora@elsewhere.se');
    await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    expect(dialog.getByText('That isn’t the e-mail address of this account.')).toBeVisible();
    expect(called('privacy.deleteAccount')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'Nora@Lindqvist.se');
    await user.click(dialog.getByRole('button', { name: 'Delete permanently' }));
    await waitFor(() => expect(left).toHaveBeenCalledWith('/account-deleted'));
    expect(called('privacy.deleteAccount')).toEqual([{ email: 'Nora@Lindqvist.se' }]);
  });

  it('names every licence, with what becomes of it', async () => {
    const { dialog } = await openQuestion(deleted, {
      'licences.list': () => [seats, licenceStates.granted, endedLicences.unpaid, anEndedLicence()],
    });
    expect(
      await dialog.findByText(
        /^OfficeLife, 14 seats: .* immediately\. The licence stays valid until 18.December 2026\.$/,
      ),
    ).toBeVisible();
    expect(dialog.getByText(/^Monica: no renewal\. .* until 1.November 2027\.$/)).toBeVisible();
    expect(dialog.getByText(/^Monica: we’ll cancel its subscription .* will stop working\.$/)).toBeVisible();
    expect(dialog.getByText(/those already cancelled stay cancelled/)).toBeVisible();
    expect(dialog.getByText(/Copy your keys first/)).toBeVisible();
    // Licences that have ended for good aren't mentioned.
    expect(dialog.getAllByText(/^(Monica|OfficeLife)/)).toHaveLength(3);
  });

  it('says nothing of licences, keys and Paddle to who has none', async () => {
    const { dialog } = await openQuestion(deleted);
    expect(
      await dialog.findByText('You have no licences, and Paddle isn’t charging you for anything.'),
    ).toBeVisible();
    expect(dialog.queryByText(/keys|If Paddle/)).not.toBeInTheDocument();
  });

  it('can be left by keyboard alone, and then nothing happens', async () => {
    const { user, called } = await openQuestion(deleted);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(called('privacy.deleteAccount')).toEqual([]);
  });

  it.each([
    [
      'paddle_unavailable',
      /Your account has not been deleted: Paddle didn’t respond, .* again in a few minutes/,
    ],
    ['paddle_busy', /Your account has not been deleted: Paddle is taking a payment .* again in an hour/],
  ] as const)('%s: the account stays, it is said why, and what was cancelled', async (why, words) => {
    const cancelled = [
      { id: 42, product: 'OfficeLife', quantity: 14, worksThrough: day('2026-12-18') } as const,
    ];
    const { sure, section, left } = await openQuestion(() => ({ status: 'kept', why, cancelled }));
    await sure();
    const said = await section.findByRole('alert');
    expect(said).toHaveTextContent(words);
    expect(said).toHaveTextContent(
      /OfficeLife, 14 seats: the subscription is cancelled; the licence stays valid until 18.December 2026\./,
    );
    expect(left).not.toHaveBeenCalled();
  });

  it('that was refused stands in the security log at once', async () => {
    let events: SecurityEventView[] = [];
    const { sure } = await openQuestion(
      () => {
        events = securityEvents.filter(({ kind }) => kind === 'deletion_refused');
        return { status: 'kept', why: 'paddle_busy', cancelled: [] };
      },
      { 'identity.securityLog': () => ({ events, next: null }) },
    );
    await sure();
    expect(await screen.findByText('Account deletion refused')).toBeVisible();
  });

  it.each([
    ['service_unavailable', 'Your account has not been deleted.'],
    ['internal', 'We can’t tell whether your account was deleted.'],
  ] as const)('that failed (%s) says no more than is known', async (code, words) => {
    const { sure, section } = await openQuestion(() => {
      throw new AppError(code, 'no');
    });
    await sure();
    expect(await section.findByRole('alert')).toHaveTextContent(words);
  });

  it('the page after it says so, and is not shown to who has an account', async () => {
    await openPage('/account-deleted');
    expect(await screen.findByRole('heading', { name: 'Your account has been deleted' })).toBeVisible();
    expect(screen.getByText(/We’ve e-mailed a confirmation/)).toBeVisible();
    const { address } = await openPage('/account-deleted', { server: settingsServer() });
    await waitFor(() => expect(address()).toBe('/dashboard'));
  });

  it('says where it is asked who one is that the deletion comes next', async () => {
    const { sure } = await openQuestion(() => {
      throw new AppError('confirmation_needed', 'too long ago');
    });
    await sure();
    const dialog = within(await screen.findByRole('dialog', { name: 'Confirm it’s you' }));
    expect(dialog.getByText(/your account is deleted permanently/)).toBeVisible();
  });
});

describe('in French', () => {
  it('the same sections', async () => {
    const server = settingsServer({ tokens: [aToken()] });
    server.answers['accounts.me'] = () => ({ ...nora, locale: 'fr' });
    const { section } = await openSettings('Jetons d’API', server, 'fr');
    expect(await section.findByText(/^Expire le 15.janv\. 2099 à \d\d:\d\d\./)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Supprimer mon compte' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Télécharger mes données' })).toBeVisible();
  });
});
