/** Settings: tokens of one's own, taking everything away, deleting everything. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browser } from '#client/browser.ts';
import { AppError } from '#shared/errors.ts';
import type { NewPersonalToken, PersonalTokenView } from '#shared/personal-tokens.ts';
import { type Answers, fakeServer } from './support/fake-server.ts';
import { nora } from './support/fixtures.ts';
import { openPage } from './support/open-page.tsx';

const secret = 'mcp_Jb0qk9tU5m3sV2xY7zA1cD4eF6gH8iKlMnOpQrStUvW';

const aToken = (change: Partial<PersonalTokenView> = {}): PersonalTokenView => ({
  id: 5,
  name: 'Bookkeeping',
  permissions: ['receipts:read'],
  createdAt: new Date('2026-10-01T08:00:00Z'),
  expiresAt: new Date('2099-01-15T08:00:00Z'),
  lastUsedAt: new Date('2026-11-20T08:00:00Z'),
  ...change,
});

/** A server that keeps tokens, and wants a confirmation where told. */
function settingsServer({ tokens = [] as PersonalTokenView[], isConfirmed = true } = {}) {
  let [kept, confirmed] = [tokens, isConfirmed];
  const guard = () => {
    if (!confirmed) throw new AppError('confirmation_needed', 'too long ago');
  };
  const answers: Partial<Answers> = {
    'account.me': () => nora,
    'account.tokens.list': () => kept,
    'account.tokens.create': ({ name, permissions }: Pick<NewPersonalToken, 'name' | 'permissions'>) => {
      guard();
      const view = aToken({ name, permissions, expiresAt: null, lastUsedAt: null });
      kept = [view, ...kept];
      return { view, token: secret };
    },
    'account.tokens.edit': ({ id, name, permissions }) => {
      guard();
      const edited = aToken({ id, name, permissions });
      kept = [edited];
      return edited;
    },
    'account.tokens.delete': () => {
      guard();
      kept = [];
      return { deleted: true };
    },
  };
  const auth = {
    '/confirm/password': () => {
      confirmed = true;
      return { status: 200 };
    },
  };
  return fakeServer(answers, auth);
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
      section.getByText(/^Works until 15.January 2099\. Last used on 20.November 2026\.$/),
    ).toBeVisible();
    expect(section.getByText(/^Expired on 2.January 2026\. Never used\.$/)).toBeVisible();
    expect(section.getByText(/^Works until it is deleted\. Last used/)).toBeVisible();
    expect(section.getAllByText('Your receipts')).toHaveLength(3);
  });

  it('are made with permissions and an expiry, shown once, to copy, and gone when they are kept', async () => {
    const { user, section, called } = await openSettings('API tokens');
    expect(await section.findByText('There are no tokens yet.')).toBeVisible();
    await user.click(section.getByRole('button', { name: 'New token' }));
    const form = within(section.getByRole('form', { name: 'New token' }));
    expect(form.getByLabelText('Name')).toHaveFocus();
    await user.keyboard('My program');
    await user.click(form.getByLabelText('Your licences, without their keys'));
    await user.selectOptions(form.getByLabelText('Works'), 'A year');
    await user.click(form.getByRole('button', { name: 'Create the token' }));
    const heading = await section.findByRole('heading', { name: 'Token “My program”' });
    expect(heading).toHaveFocus();
    expect(section.getByText(secret)).toBeVisible();
    expect(called('account.tokens.create')).toEqual([
      { name: 'My program', permissions: ['licences:read'], expiresInDays: 365 },
    ]);
    await user.click(section.getByRole('button', { name: 'Copy the token' }));
    expect(await navigator.clipboard.readText()).toBe(secret);
    await user.click(section.getByRole('button', { name: 'I have it' }));
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
    expect(called('account.tokens.create')).toEqual([]);
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
    const dialog = within(await screen.findByRole('dialog', { name: 'Is it still you?' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText(secret)).toBeVisible();
    expect(called('account.tokens.create')).toHaveLength(2);
  });

  it('are edited: what is not changed stays, the expiry too', async () => {
    const { user, section, called } = await openSettings(
      'API tokens',
      settingsServer({ tokens: [aToken()] }),
    );
    await user.click(await section.findByRole('button', { name: 'Edit the token Bookkeeping' }));
    const form = within(section.getByRole('form', { name: 'Edit the token Bookkeeping' }));
    expect(form.getByLabelText('Works')).toHaveDisplayValue('As long as now');
    await user.click(form.getByLabelText(/^Your account/));
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await section.findByText('The token is saved.')).toBeVisible();
    expect(called('account.tokens.edit')).toEqual([
      { id: 5, name: 'Bookkeeping', permissions: ['receipts:read', 'account:read'] },
    ]);
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
    expect(await section.findByText('The token is deleted.')).toBeVisible();
    expect(called('account.tokens.delete')).toEqual([{ id: 5 }]);
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
    server.answers['account.tokens.create'] = () => {
      throw new AppError('too_many_tokens', 'twenty');
    };
    const { user, section } = await openSettings('API tokens', server);
    await user.click(await section.findByRole('button', { name: 'New token' }));
    await user.keyboard('One more');
    await user.click(section.getByLabelText('Your receipts'));
    await user.click(section.getByRole('button', { name: 'Create the token' }));
    expect(await section.findByRole('alert')).toHaveTextContent('There are 20 tokens already.');
    expect(section.getByLabelText('Name')).toHaveValue('One more');
  });
});

/** A server that hands out the file, and the files that were saved. */
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
  Response.json({ type: `urn:customer-portal:problem:${code}`, status }, { status });

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
    const dialog = within(await screen.findByRole('dialog', { name: 'Is it still you?' }));
    await user.type(await dialog.findByLabelText('Password'), 'correct horse battery');
    await user.click(dialog.getByRole('button', { name: 'Confirm' }));
    expect(await section.findByText('The file is in your downloads.')).toBeVisible();
    expect(saved).toHaveLength(1);
  });

  it('that fails says why, and saves nothing', async () => {
    const { server, saved } = downloadServer(() => problem('service-unavailable', 503));
    const { user, section } = await openSettings('Your data', server);
    await user.click(section.getByRole('button', { name: 'Download my data' }));
    expect(await section.findByRole('alert')).toHaveTextContent('The portal is not available at the moment.');
    expect(saved).toEqual([]);
  });
});

describe('deleting the account', () => {
  async function openQuestion(answer: NonNullable<Answers['privacy.deleteAccount']>) {
    const server = settingsServer();
    server.answers['privacy.deleteAccount'] = answer;
    const left = vi.spyOn(browser, 'goTo').mockImplementation(() => undefined);
    const page = await openSettings('Your data', server);
    await page.user.click(await page.section.findByRole('button', { name: 'Delete my account' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete your account?' }));
    return { ...page, left, dialog };
  }

  it('says what will happen, and wants one’s own address typed', async () => {
    const { user, dialog, called, left } = await openQuestion(() => ({ deleted: true }));
    for (const words of [
      /cancelled at Paddle at once/,
      /Copy their keys before/,
      /kept without your name/,
      /every browser is signed out/,
    ])
      expect(dialog.getByText(words)).toBeVisible();
    await waitFor(() => expect(dialog.getByRole('button', { name: 'Keep my account' })).toHaveFocus());
    const field = dialog.getByLabelText('Type nora@lindqvist.se to go on');
    await user.type(field, 'nora@elsewhere.se');
    await user.click(dialog.getByRole('button', { name: 'Delete for good' }));
    expect(dialog.getByText('That is not the e-mail address of this account.')).toBeVisible();
    expect(called('privacy.deleteAccount')).toEqual([]);
    await user.clear(field);
    await user.type(field, 'Nora@Lindqvist.se');
    await user.click(dialog.getByRole('button', { name: 'Delete for good' }));
    await waitFor(() => expect(left).toHaveBeenCalledWith('/'));
    expect(called('privacy.deleteAccount')).toEqual([{ email: 'Nora@Lindqvist.se' }]);
  });

  it('can be left by keyboard alone, and then nothing happens', async () => {
    const { user, called } = await openQuestion(() => ({ deleted: true }));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(called('privacy.deleteAccount')).toEqual([]);
  });

  it.each([
    ['paddle_unavailable', 'Paddle, who takes the payment, does not answer.'],
    ['paddle_busy', 'Paddle is taking a payment of a subscription at this moment'],
  ] as const)('%s: the account stays, and it is said why', async (code, words) => {
    const { user, dialog, section, left } = await openQuestion(() => {
      throw new AppError(code, 'no');
    });
    await user.type(dialog.getByLabelText(/^Type nora/), 'nora@lindqvist.se');
    await user.click(dialog.getByRole('button', { name: 'Delete for good' }));
    expect(await section.findByRole('alert')).toHaveTextContent(words);
    expect(left).not.toHaveBeenCalled();
  });
});

describe('in French', () => {
  it('the same sections', async () => {
    const server = settingsServer({ tokens: [aToken()] });
    server.answers['account.me'] = () => ({ ...nora, locale: 'fr' });
    const { section } = await openSettings('Jetons d’API', server, 'fr');
    expect(await section.findByText(/^Fonctionne jusqu’au 15.janvier 2099\./)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Supprimer mon compte' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Télécharger mes données' })).toBeVisible();
  });
});
