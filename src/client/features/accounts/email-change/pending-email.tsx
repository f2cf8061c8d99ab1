/** Shows a new address that isn't confirmed yet, with buttons to resend the link and to cancel the change. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';

export function PendingEmail({ current }: { current: string }) {
  const t = useTranslations('person.email');
  const { deadline } = useFormats();
  const { data: pending } = trpc.accounts.email.pending.useQuery();
  const utils = trpc.useUtils();
  const said = useRef<HTMLParagraphElement>(null);
  const [done, setDone] = useState<'sentAgain' | 'stopped' | 'over' | null>(null);
  const again = useReauthenticatedMutation(
    (_nothing: undefined) => utils.client.accounts.email.sendAgain.mutate(),
    {
      invalidates: ['emailChange', 'securityLog'],
      why: 'email',
      onSuccess: ({ status }) => setDone(status === 'sent' ? 'sentAgain' : 'over'),
    },
  );
  const stop = trpc.accounts.email.stopChange.useMutation({
    meta: { invalidates: ['emailChange', 'securityLog'] },
    onSuccess: ({ stopped }) => {
      utils.accounts.email.pending.setData(undefined, null);
      setDone(stopped ? 'stopped' : 'over');
      // Moves the focus to the message, because the button that had the focus is removed.
      said.current?.focus();
    },
  });
  const failure = again.failure ?? stop.error;
  return (
    <>
      {pending && (
        <Alert role="status">
          <div className="stack g2">
            <p>{t('pending', { email: pending.email, until: deadline(pending.expiresAt) })}</p>
            <div className="row wrap">
              <Button loading={again.isPending} onClick={() => again.mutate(undefined)}>
                {t('sendAgain')}
              </Button>
              <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
                {t('stop')}
              </Button>
            </div>
          </div>
        </Alert>
      )}
      {failure && <ActionFailure error={failure} />}
      <p className="sm q" role="status" tabIndex={-1} ref={said}>
        {pending && done === 'sentAgain' && t(done)}
        {!pending && done === 'stopped' && t(done, { email: current })}
        {!pending && done === 'over' && t(done)}
      </p>
    </>
  );
}
