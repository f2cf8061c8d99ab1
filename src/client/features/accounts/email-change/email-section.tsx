/** The address somebody signs in with, and moving to another one. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { Skeleton } from '#client/ui/skeleton.tsx';
import { NewEmail } from '#shared/accounts/accounts.ts';
import { PendingEmail } from './pending-email.tsx';

export function EmailSection() {
  const t = useTranslations('person.email');
  const { data: account } = trpc.accounts.me.useQuery();
  const { data: signInMethods, isPending } = trpc.identity.signInMethods.useQuery();
  // Who has no password does not sign in with it.
  const now = signInMethods?.hasPassword ? 'now' : 'nowOnly';
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        {account && !isPending ? (
          <p className="q">{t(now, { email: account.email })}</p>
        ) : (
          <Skeleton height="1.5rem" />
        )}
      </div>
      {account && <PendingEmail current={account.email} />}
      <EmailForm />
    </section>
  );
}

function EmailForm() {
  const t = useTranslations();
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const refuse = (sentence: string) => {
    setProblem(sentence);
    field.current?.focus();
  };
  const { client } = trpc.useUtils();
  const answersOf = useAnswersOf();
  const ask = useReauthenticatedMutation(
    (input: { email: string }) => client.accounts.email.requestChange.mutate(input),
    {
      invalidates: ['emailChange', 'securityLog'],
      why: 'email',
      onSuccess: async ({ status }) => {
        if (status === 'same') return refuse(t('person.email.same'));
        await answersOf('emailChange');
        setEmail('');
      },
    },
  );
  return (
    <Form
      refused={ask.failure}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const entry = NewEmail.safeParse({ email });
        if (entry.success) {
          setProblem(null);
          ask.mutate(entry.data);
        } else refuse(email.trim() === '' ? t('fields.emailMissing') : t('fields.emailWrong'));
      }}
    >
      {ask.failure && <ActionFailure error={ask.failure} />}
      <TextField
        label={t('person.email.label')}
        hint={t('person.email.hint')}
        name="email"
        type="email"
        autoComplete="email"
        value={email}
        ref={field}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          setProblem(null);
        }}
        error={problem}
      />
      <div className="row">
        <Button type="submit" loading={ask.isPending}>
          {t('person.email.submit')}
        </Button>
      </div>
    </Form>
  );
}
