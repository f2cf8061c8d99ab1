/** Tests the settings section in which customers choose their e-mails. */
import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { MailChoices } from '#shared/accounts/mail-choices.ts';
import { AppError } from '#shared/errors.ts';
import { nora } from '#tests/pages/support/fixtures.ts';
import { openSettings, signedIn } from '#tests/pages/support/settings-page.tsx';

const allOn: MailChoices = [
  { kind: 'renewal_ahead', isOn: true },
  { kind: 'renewed', isOn: true },
  { kind: 'ended', isOn: false },
];

describe('The choice of e-mails', () => {
  it('shows what is stored, and saves a change at once', async () => {
    let stored = allOn;
    const { user, section, called } = await openSettings(
      signedIn({
        'accounts.mailChoices.list': () => stored,
        'accounts.mailChoices.set': (change) => {
          stored = stored.map((each) => (each.kind === change.kind ? change : each));
          return stored;
        },
      }),
    );
    const part = await section('E-mails');
    const renewed = await part.findByRole('checkbox', { name: 'When a renewal has been paid' });
    expect(renewed).toBeChecked();
    expect(part.getByRole('checkbox', { name: 'When a licence has ended' })).not.toBeChecked();
    await user.click(renewed);
    expect(await part.findByText('Saved.')).toBeVisible();
    expect(renewed).not.toBeChecked();
    expect(part.getByRole('checkbox', { name: 'A week before a licence renews' })).toBeChecked();
    expect(called('accounts.mailChoices.set')).toEqual([{ kind: 'renewed', isOn: false }]);
  });

  it('shows the stored choice again if a change could not be saved', async () => {
    const { user, section } = await openSettings(
      signedIn({
        'accounts.mailChoices.list': () => allOn,
        'accounts.mailChoices.set': () => {
          throw new AppError('internal', 'the database is gone');
        },
      }),
    );
    const part = await section('E-mails');
    const ended = await part.findByRole('checkbox', { name: 'When a licence has ended' });
    await user.click(ended);
    expect(await part.findByRole('alert')).toBeVisible();
    await waitFor(() => expect(ended).not.toBeChecked());
  });

  it('says that e-mails are refused since a day, until the customer has the address tried again', async () => {
    let refusal: { since: Date } | null = { since: new Date('2026-11-20T10:00:00Z') };
    const { user, section, called } = await openSettings(
      signedIn({
        'accounts.email.refusal': () => refusal,
        'accounts.email.tryAgain': () => {
          refusal = null;
          return { ok: true as const };
        },
      }),
    );
    const part = await section('E-mails');
    expect(await part.findByText(/^E-mails to nora@lindqvist\.se have been returned since 20/)).toBeVisible();
    expect(part.getByRole('link', { name: 'change your e-mail address' })).toHaveAttribute(
      'href',
      '/user/profile#email',
    );
    await user.click(part.getByRole('button', { name: 'Try again' }));
    expect(await part.findByText('We’ll send e-mails to nora@lindqvist.se again.')).toBeVisible();
    expect(part.queryByText(/have been returned/)).not.toBeInTheDocument();
    expect(called('accounts.email.tryAgain')).toHaveLength(1);
  });

  it('is offered in French', async () => {
    const { section } = await openSettings(
      signedIn({ 'accounts.me': () => ({ ...nora, locale: 'fr' }) }),
      'fr',
    );
    const part = await section('E-mails');
    expect(
      await part.findByRole('checkbox', { name: 'Une semaine avant le renouvellement d’une licence' }),
    ).toBeChecked();
  });
});
