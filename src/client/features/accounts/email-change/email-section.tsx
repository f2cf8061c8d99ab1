/** The settings section for the account's e-mail address: shows it and requests a change. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useAnswersOf } from '#client/api/answers.ts';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { Skeleton } from '#client/ui/feedback/skeleton.tsx';
import { NewEmail } from '#shared/accounts/accounts.ts';
import { PendingEmail } from './pending-email.tsx';

export function EmailSection() {
  const t = useTranslations('person.email');
  const { data: account } = trpc.accounts.me.useQuery();
  const { data: signInMethods, isPending } = trpc.identity.signInMethods.useQuery();
  // Accounts without a password don't use the address to sign in, so they get a different text.
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
  const { client } = trpc.useUtils();
  const answersOf = useAnswersOf();
  const ask = useReauthenticatedMutation(
    (input: { email: string }) => client.accounts.email.requestChange.mutate(input),
    {
      invalidates: ['emailChange', 'securityLog'],
      why: 'email',
      onSuccess: async ({ status }): Promise<void> => {
        if (status === 'same') return form.refuse('email', t('person.email.same'));
        await answersOf('emailChange');
        form.reset();
      },
    },
  );
  const form = useForm({
    initialValues: { email: '' },
    schema: NewEmail,
    sentences: useFieldSentences(),
    onSubmit: (values) => ask.mutate(NewEmail.parse(values)),
    error: ask.failure,
  });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && <ActionFailure error={form.formError} />}
      <TextField
        label={t('person.email.label')}
        hint={t('person.email.hint')}
        {...form.input('email')}
        type="email"
        autoComplete="email"
      />
      <div className="row">
        <Button type="submit" loading={ask.isPending}>
          {t('person.email.submit')}
        </Button>
      </div>
    </Form>
  );
}
