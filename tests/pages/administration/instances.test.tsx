/** Tests the pages of instances: the list, one client, what is done to it, and licences that weren't checked again. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  aClient,
  aClientsDetails,
  administration,
  anOverdueCheck,
  maya,
} from '#tests/pages/support/administration.ts';
import { done, refuse } from '#tests/pages/support/fake-server.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const list = '/administration/instances';
const { id } = aClient();
const page = `${list}/${id}`;
const secret = 'AhVKLxq0yV3dC2b5h7mJw9sT1uZ4eR6oP8iN0gFkQbA';
const rowOf = (name: string) => {
  const row = screen.getByRole('link', { name }).closest('tr');
  if (!row) throw new Error(`no row of ${name}`);
  return row;
};

describe('The list of instances', () => {
  it('says what each client has asked lately, and what is unusual', async () => {
    const hacked = aClient({
      ...{ id: 'old', name: 'Old', product: null, disabledAt: new Date('2026-11-29T00:00:00Z') },
      ...{ lastSeenAt: null, recent: { pings: 0, failedSignIns: 31, revokedTokens: 96 }, overdueChecks: 100 },
    });
    const server = administration({
      'administration.instances.list': () => ({
        ...{ clients: [aClient(), hacked], newer: null, older: null, overdueOfUnknown: 2 },
      }),
    });
    await openPage(list, { server });
    await screen.findByRole('table', { name: 'Instances' });
    expect(rowOf('monica.example')).toHaveTextContent(/Monica.*Enabled.*812/);
    expect(rowOf('Old')).toHaveTextContent(/Monica and OfficeLife.*Disabled.*Never.*31.*96.*100 or more/);
    expect(screen.getByText(/which client checked them last wasn’t recorded/)).toBeVisible();
  });

  it('shows the secret of a new client once, and nothing but its buttons closes the dialog', async () => {
    const server = administration({
      'administration.instances.create': () => ({ clientId: id, clientSecret: secret }),
    });
    const { user, fill, called } = await openPage(list, { server });
    await user.click(await screen.findByRole('button', { name: 'Create a client' }));
    const dialog = await screen.findByRole('dialog', { name: 'Create a client' });
    await fill(within(dialog).getByLabelText('Reason'), 'A new instance');
    await user.click(within(dialog).getByRole('button', { name: 'Create client' }));
    expect(await within(dialog).findByText('Enter a name of up to 100 characters.')).toBeVisible();
    await fill(within(dialog).getByLabelText('Name'), 'monica.oslo.example');
    await user.selectOptions(within(dialog).getByLabelText('Licences it may check'), 'Monica');
    await user.click(within(dialog).getByRole('button', { name: 'Create client' }));
    const warning = await screen.findByText(/Copy the secret now/);
    expect(warning).toHaveFocus();
    expect(screen.getByText(secret)).toBeVisible();
    expect(screen.getByText(/CUSTOMER_PORTAL_CLIENT_SECRET=/)).toHaveTextContent(
      `CUSTOMER_PORTAL_URL=${window.location.origin} CUSTOMER_PORTAL_CLIENT_ID=${id}`,
    );
    expect(called('administration.instances.create')).toEqual([
      { name: 'monica.oslo.example', product: 'Monica', reason: 'A new instance' },
    ]);
    await user.keyboard('{Escape}');
    expect(screen.getByText(secret)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'I’ve stored it' }));
    await waitFor(() => expect(screen.queryByText(secret)).not.toBeInTheDocument());
    expect(document.body.textContent).not.toContain(secret);
  });

  it('offers no changes to viewers and support', async () => {
    const me = () => ({ ...maya, administratorRole: 'support' as const });
    await openPage(list, { server: administration({ 'accounts.me': me }) });
    await screen.findByRole('table');
    expect(screen.queryByRole('button', { name: 'Create a client' })).not.toBeInTheDocument();
    expect(screen.getByText('Only administrators can change clients.')).toBeVisible();
  });
});

describe('The page of one client', () => {
  it('shows how many tokens of the PHP portal are still used, and when one was used last', async () => {
    const legacyTokens = { valid: 3, presented: 2, lastPresentedAt: new Date('2026-11-29T10:30:00Z') };
    const server = administration({
      'administration.instances.find': () => aClientsDetails({ legacyTokens }),
    });
    await openPage(page, { server });
    for (const [term, value] of [
      ['Valid tokens of the old portal', '3'],
      ['Of these, used in the last 30 days', '2'],
      ['Token of the old portal last used', /29 Nov/],
    ] as const)
      expect((await screen.findByText(term)).nextElementSibling).toHaveTextContent(value);
  });

  it('shows its requests by day, and says what to do about a revoked token', async () => {
    const details = aClientsDetails();
    const server = administration({
      'administration.instances.find': () => ({
        ...details,
        ...{ revokedTokenAt: new Date('2026-11-30T10:00:00Z'), overdueChecks: 3 },
        days: [...details.days, { day: details.today, outcome: 'token_revoked' as const, total: 17 }],
      }),
    });
    await openPage(page, { server });
    const table = await screen.findByRole('table', { name: 'Requests in 30 days' });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/30 Nov.*83.*64.*0.*0.*2.*0.*17.*0/);
    expect(second).toHaveTextContent(/29 Nov.*127/);
    expect(screen.getByText(/still uses a revoked token/)).toBeVisible();
    expect(screen.getByText('php artisan cache:forget customer_portal.access_token')).toBeVisible();
    expect(screen.getByText(/didn’t check 3 licences again/)).toBeVisible();
  });

  it('asks to name the older of two secrets, also if another administrator was faster', async () => {
    let isRotated = false;
    const older = { number: 1, madeAt: null, endsAt: new Date('2026-12-07T08:00:00Z') };
    const newest = { number: 2, madeAt: new Date('2026-11-30T08:00:00Z'), endsAt: null };
    const server = administration({
      'administration.instances.find': () =>
        isRotated ? aClientsDetails({ secrets: [newest, older] }) : aClientsDetails(),
      'administration.instances.rotateSecret': ({ endSecret }) => {
        if (endSecret === null) {
          isRotated = true;
          return refuse('two_secrets');
        }
        return { clientId: id, clientSecret: secret, olderEndsAt: new Date('2026-12-07T09:00:00Z') };
      },
    });
    const { user, fill, called } = await openPage(page, { server });
    await user.click(await screen.findByRole('button', { name: 'Create a new secret' }));
    const dialog = await screen.findByRole('dialog', { name: 'New secret for monica.example' });
    await fill(within(dialog).getByLabelText('Reason'), 'Once a year');
    const submit = () => user.click(within(dialog).getByRole('button', { name: 'Create secret' }));
    await submit();
    const box = await within(dialog).findByRole('checkbox', { name: 'End secret 1 now' });
    await submit();
    expect(await within(dialog).findByText(/Choose to end the older secret/)).toBeVisible();
    await user.click(box);
    await submit();
    expect(await screen.findByText(secret)).toBeVisible();
    expect(called('administration.instances.rotateSecret')).toMatchObject([
      { clientId: id, overlapDays: 7, endSecret: null },
      { clientId: id, overlapDays: 7, endSecret: 1 },
    ]);
  });

  it('says what disabling and revoking do before they are done', async () => {
    const server = administration({
      'administration.instances.disable': () => done,
      'administration.instances.revokeTokens': () => ({ revokedTokens: 2 }),
    });
    const { user, fill, called } = await openPage(page, { server });
    await user.click(await screen.findByRole('button', { name: 'Revoke tokens' }));
    const revoke = await screen.findByRole('dialog', { name: 'Revoke the tokens of monica.example?' });
    expect(revoke).toHaveTextContent(/refused within two seconds.*364 days.*cache:forget/);
    await fill(within(revoke).getByLabelText('Reason'), 'Hacked');
    await user.click(within(revoke).getByRole('button', { name: 'Revoke tokens' }));
    expect(await within(revoke).findByText(/2 tokens have been revoked/)).toBeVisible();
    await user.click(within(revoke).getByText('Close'));
    await user.click(await screen.findByRole('button', { name: 'Disable' }));
    const disable = await screen.findByRole('dialog', { name: 'Disable monica.example?' });
    expect(disable).toHaveTextContent(/Other clients aren’t affected/);
    await fill(within(disable).getByLabelText('Reason'), 'Hacked');
    await user.click(within(disable).getByRole('button', { name: 'Disable client' }));
    expect(await within(disable).findByText('The client has been disabled.')).toBeVisible();
    expect(called('administration.instances.disable')).toEqual([{ clientId: id, reason: 'Hacked' }]);
  });

  it('that does not exist says so', async () => {
    const server = administration({ 'administration.instances.find': () => refuse('not_found') });
    await openPage(page, { server });
    expect(await screen.findByText('There’s no such client')).toBeVisible();
  });
});

describe('Licences that were not checked again', () => {
  it('are listed with what to set on the instance', async () => {
    const server = administration({
      'administration.instances.overdueChecks': () => ({
        checks: [anOverdueCheck(), anOverdueCheck({ licenceId: 22, endReason: 'expired', client: null })],
        next: '2026-11-20-22',
      }),
    });
    const { called } = await openPage(`${list}/overdue-checks?client=unknown`, { server });
    const table = await screen.findByRole('table', { name: 'Licences that weren’t checked again' });
    const [, locked, ended] = within(table).getAllByRole('row');
    expect(locked).toHaveTextContent(/Nora Lindqvist.*Valid, but locked out.*monica\.example/);
    expect(ended).toHaveTextContent(/Ended.*Not recorded/);
    expect(screen.getByText("'licence_key_encryption_key' => env('LICENCE_PRIVATE_KEY'),")).toBeVisible();
    expect(called('administration.instances.overdueChecks')).toEqual([{ clientId: null, after: undefined }]);
    expect(screen.getByRole('link', { name: 'Next page' })).toHaveAttribute(
      'href',
      `${list}/overdue-checks?client=unknown&after=2026-11-20-22`,
    );
  });
});
