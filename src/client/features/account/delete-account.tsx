/** Deleting one's account: what will happen is said first, and one's own address is typed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { pages } from '#shared/pages.ts';
import { browser } from '../../browser.ts';
import { trpc } from '../../trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ActionFailure } from '../../ui/failure-notice.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConfirmedMutation } from './use-confirmed-mutation.ts';

const consequences = ['subscriptions', 'licences', 'receipts', 'gone', 'mail'] as const;

export function DeleteAccount({ email }: { email: string }) {
  const t = useTranslations('yourData');
  const [opened, setOpened] = useState(false);
  const utils = trpc.useUtils();
  const remove = useConfirmedMutation(
    (typed: string) => utils.client.privacy.deleteAccount.mutate({ email: typed }),
    // The page is loaded anew: nothing of this person stays behind in the browser's memory.
    { onSuccess: () => browser.goTo(pages.welcome) },
  );
  return (
    <>
      {remove.failure && <ActionFailure error={remove.failure} />}
      <div className="row">
        <Button variant="default" loading={remove.isPending} onClick={() => setOpened(true)}>
          {t('delete')}
        </Button>
      </div>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('question')}>
        <Question
          email={email}
          onKeep={() => setOpened(false)}
          onSure={(typed) => {
            setOpened(false);
            remove.mutate(typed);
          }}
        />
      </Dialog>
    </>
  );
}

interface QuestionProps {
  email: string;
  onKeep: () => void;
  onSure: (typed: string) => void;
}

function Question({ email, onKeep, onSure }: QuestionProps) {
  const t = useTranslations('yourData');
  const [typed, setTyped] = useState('');
  const [wasSent, setWasSent] = useState(false);
  const isRight = typed.trim().toLowerCase() === email.toLowerCase();
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (isRight) onSure(typed);
      }}
    >
      <ul className="stack g2">
        {consequences.map((each) => (
          <li key={each} className="q">
            {t(each)}
          </li>
        ))}
      </ul>
      <TextField
        label={t('type', { email })}
        name="typed-email"
        type="email"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={wasSent && !isRight ? t('typeWrong') : null}
      />
      <div className="row wrap">
        <Button variant="default" data-autofocus onClick={onKeep}>
          {t('keep')}
        </Button>
        <Button type="submit" variant="ink">
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}
