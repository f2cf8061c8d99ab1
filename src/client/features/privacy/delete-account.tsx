/**
 * Deletes the account. The dialog shows the consequences first, and the user confirms by typing the account's e-mail
 * address.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { failureOf } from '#client/api/failure.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { browser } from '#client/browser.ts';
import { FailureWords } from '#client/failures/failure-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useForm } from '#client/forms/use-form.ts';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { comparableAddress } from '#shared/identity/email-address.ts';
import { pages } from '#shared/pages.ts';
import { AccountKept, Consequences, useConsequences } from './what-deletion-does.tsx';

/**
 * Loads a new document, so that none of the user's data stays in memory. Never resolves, because the server would
 * refuse any further request from this page.
 */
function leaveFor(page: string): Promise<never> {
  browser.goTo(page);
  return new Promise(() => undefined);
}

export function DeleteAccount({ email }: { email: string }) {
  const t = useTranslations('yourData');
  const [opened, setOpened] = useState(false);
  const utils = trpc.useUtils();
  const remove = useReauthenticatedMutation(
    async (typed: string) => {
      const outcome = await utils.client.privacy.deleteAccount.mutate({ email: typed });
      return outcome.status === 'deleted' ? leaveFor(pages.accountDeleted) : outcome;
    },
    { invalidates: ['licences', 'securityLog'], why: 'deletion' },
  );
  return (
    <>
      {remove.failure && <Failed error={remove.failure} />}
      {remove.data && <AccountKept outcome={remove.data} />}
      <div className="row">
        <Button variant="danger" loading={remove.isPending} onClick={() => setOpened(true)}>
          {t('delete')}
        </Button>
      </div>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('question')}>
        <Question
          email={email}
          refused={remove.failure}
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

/** If there was no response, or an internal error, it isn't known how far the deletion got. */
function Failed({ error }: { error: Error }) {
  const t = useTranslations('yourData');
  const failure = failureOf(error);
  const isUnknown = ['unreachable', 'unanswered', 'internal'].includes(failure.code);
  return (
    <Alert tone="danger" role="alert">
      <p className="m">{t(isUnknown ? 'notKnown' : 'keptOf')}</p>
      <FailureWords failure={failure} />
    </Alert>
  );
}

interface QuestionProps {
  email: string;
  /** Why the last attempt failed; null if there was none. */
  refused: Error | null;
  onKeep: () => void;
  onSure: (typed: string) => void;
}

function Question({ email, refused, onKeep, onSure }: QuestionProps) {
  const t = useTranslations('yourData');
  const consequences = useConsequences();
  const form = useForm({
    initialValues: { email: '' },
    schema: z.object({
      email: z.string().refine((typed) => comparableAddress(typed) === comparableAddress(email)),
    }),
    sentences: { email: () => t('typeWrong') },
    onSubmit: (values) => {
      // The user must see the consequences before agreeing to them.
      if (consequences.isKnown) onSure(values.email);
    },
    error: refused,
    inputNames: { email: 'typed-email' },
  });
  return (
    <Form className="stack" {...form.props}>
      <Consequences of={consequences} />
      <TextField label={t('type', { email })} {...form.input('email')} type="email" autoComplete="off" />
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onKeep}>
          {t('keep')}
        </Button>
        <Button type="submit" variant="danger" disabled={!consequences.isKnown}>
          {t('submit')}
        </Button>
      </DialogActions>
    </Form>
  );
}
