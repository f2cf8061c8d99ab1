/** Tests what is left on the page once a change has been made: what the dialog says, and where the focus goes. */
import { screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { ChangePreview, ChangeProgress } from '#shared/billing/changes.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { preview, progress } from '#tests/pages/support/change-fixtures.ts';
import { fakeServer } from '#tests/pages/support/fake-server.ts';
import {
  aLicence,
  anEndedLicence,
  changeOptions,
  day,
  licenceStates,
  nora,
  usd,
} from '#tests/pages/support/fixtures.ts';
import { openPage } from '#tests/pages/support/open-page.tsx';

const { forbids } = changeOptions();

interface Story {
  kind: 'cancel' | 'pause' | 'resume';
  before: LicenceView;
  after: LicenceView;
  worksThrough?: ChangePreview['worksThrough'];
  /** Whether the licence shows the change at once. */
  isVisible?: boolean;
}

/** Opens the page of a licence, which is what `after` says as soon as the change is made and visible. */
async function openStory({ kind, before, after, worksThrough = null, isVisible = true }: Story) {
  let made: ChangeProgress | null = null;
  const isSeen = () => made?.isVisible === true;
  const server = fakeServer({
    'accounts.me': () => nora,
    'licences.list': () => [isSeen() ? after : before],
    'billing.changes.options': () => {
      const { pausesOn } = isSeen() ? after : before;
      return changeOptions({
        ...{ pausesOn, canBePaused: true },
        forbids: { ...forbids, pause: null, resume: pausesOn === null ? 'not_paused' : null },
      });
    },
    'billing.changes.preview': () => preview({ kind, today: usd(0), worksThrough }),
    'billing.changes.request': () => {
      made = progress({ kind, quantity: null, licenceId: before.id, isVisible });
      return made;
    },
    'billing.changes.status': () => made ?? progress(),
    'billing.changes.keep.preview': () => ({ status: 'impossible', why: 'keep_after_trial' }),
  });
  const opened = await openPage('/monica', { server });
  const becomeVisible = () => {
    if (made) made = { ...made, isVisible: true };
  };
  return { ...opened, server, becomeVisible };
}

const ends = { status: 'cancelled', renewsOn: null, standing: 'ending' } as const;
const pausing = aLicence({ pausesOn: day('2026-12-12'), renewsOn: null, standing: 'ending' });

async function closeDialog(user: Awaited<ReturnType<typeof openStory>>['user']): Promise<void> {
  const [closing] = within(screen.getByRole('dialog')).getAllByRole('button', { name: 'Close' }).slice(-1);
  if (closing) await user.click(closing);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
}

it.each([
  [
    'the note',
    licenceStates.cancelled,
    /Your subscription is cancelled.*keeps working until the end of 12\sDecember 2026/,
  ],
  [
    'the notice about the near end',
    {
      ...licenceStates.cancelled,
      notices: [
        { kind: 'ending', cause: 'cancelled', through: licenceStates.cancelled.worksThrough } as const,
      ],
    },
    /Your subscription is cancelled.*keeps working until the end of 12\sDecember 2026/,
  ],
])('After a cancellation, the focus is on %s, beside the way back', async (_case, after, sentence) => {
  const { user } = await openStory({
    ...{ kind: 'cancel', before: licenceStates.active, after, worksThrough: day('2026-12-12') },
  });
  await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
  await user.click(await screen.findByRole('button', { name: 'Cancel subscription' }));
  expect(await screen.findByRole('dialog', { name: 'Your subscription is cancelled' })).toBeVisible();
  expect((await screen.findAllByText(sentence)).length).toBeGreaterThan(0);
  await closeDialog(user);
  expect(document.activeElement).toHaveTextContent(sentence);
  await user.tab();
  const [keep] = screen.getAllByRole('button', { name: /^Keep my licence/ });
  expect(keep).toHaveFocus();
});

it('If the dialog is closed before the page shows the cancellation, the focus moves once it does', async () => {
  const { user, becomeVisible } = await openStory({
    ...{ kind: 'cancel', before: licenceStates.active, after: licenceStates.cancelled },
    ...{ worksThrough: day('2026-12-12'), isVisible: false },
  });
  const opener = await screen.findByRole('button', { name: /Cancel subscription/ });
  await user.click(opener);
  await user.click(await screen.findByRole('button', { name: 'Cancel subscription' }));
  expect(await screen.findByText(/Your licence shows it in a moment/)).toBeVisible();
  await closeDialog(user);
  await waitFor(() => expect(opener).toHaveFocus());
  becomeVisible();
  await waitFor(() => expect(opener).not.toBeInTheDocument(), { timeout: 20_000 });
  await waitFor(() => expect(document.activeElement).toHaveTextContent(/^Your subscription is cancelled/));
});

it('A cancelled trial names the plans as the way back, because it can’t be kept', async () => {
  const trial = { ...licenceStates.trialing, lastPaid: null };
  const { user } = await openStory({
    ...{ kind: 'cancel', before: trial, after: { ...trial, ...ends }, worksThrough: day('2026-12-12') },
  });
  await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
  await user.click(await screen.findByRole('button', { name: 'Cancel subscription' }));
  const dialog = await screen.findByRole('dialog', { name: 'Your subscription is cancelled' });
  expect(within(dialog).getByText(/you can buy a plan with “View plans”/)).toBeVisible();
  expect(within(dialog).queryByText(/Keep my licence/)).not.toBeInTheDocument();
  await closeDialog(user);
  await user.tab();
  expect(document.activeElement).toHaveAccessibleName('View plans');
});

it('After a pause has been asked for, the focus is on the message about it', async () => {
  const { user } = await openStory({
    ...{ kind: 'pause', before: licenceStates.active, after: pausing, worksThrough: day('2026-12-12') },
  });
  await user.click(await screen.findByRole('button', { name: /Pause subscription/ }));
  await user.click(await screen.findByRole('button', { name: 'Pause subscription' }));
  expect(await screen.findByRole('dialog', { name: /will be paused/ })).toBeVisible();
  expect((await screen.findAllByText(/Your subscription will be paused/)).length).toBeGreaterThan(0);
  await closeDialog(user);
  await waitFor(() => expect(document.activeElement).toHaveTextContent(/^Your subscription will be paused/));
});

it('A dialog opened from a message stays when the message goes, and the focus is then on the next renewal', async () => {
  const { user } = await openStory({ kind: 'resume', before: pausing, after: licenceStates.active });
  const [opener] = await screen.findAllByRole('button', { name: 'Undo the pause' });
  if (!opener) throw new Error('there is no button');
  await user.click(opener);
  await user.click(await screen.findByRole('button', { name: 'Confirm the change' }));
  await waitFor(() => expect(opener).not.toBeInTheDocument());
  expect(screen.getByRole('dialog', { name: 'Your subscription won’t be paused' })).toBeVisible();
  await closeDialog(user);
  expect(document.activeElement).toHaveTextContent(/^Renews for US\$9\.00 on 12\sDecember 2026\.$/);
});

it('A licence that ends at once leaves its dialog open, and the focus is then on the heading', async () => {
  const { user } = await openStory({
    ...{ kind: 'cancel', before: licenceStates.active, after: anEndedLicence({ status: 'cancelled' }) },
  });
  await user.click(await screen.findByRole('button', { name: /Cancel subscription/ }));
  await user.click(await screen.findByRole('button', { name: 'Cancel subscription' }));
  expect(await screen.findByText(/Your last licence was valid until/)).toBeVisible();
  expect(screen.getByRole('dialog', { name: 'Your subscription is cancelled' })).toBeVisible();
  await closeDialog(user);
  expect(screen.getByRole('heading', { level: 1, name: /Monica/ })).toHaveFocus();
});
