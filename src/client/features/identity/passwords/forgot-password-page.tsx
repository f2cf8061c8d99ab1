/** Requests a link for choosing a new password. The response is the same whether or not the account exists. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { GivenEmail } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { AuthHeading } from '#client/ui/page/auth-heading.tsx';
import { wishOf } from '#shared/catalogue/wish.ts';
import { pages } from '#shared/pages.ts';

export function ForgotPasswordPage() {
  const t = useTranslations('auth');
  const search = useSearch({ from: '/auth/forgot-password' });
  const ask = useMutation({ mutationFn: authClient.requestPasswordReset, meta: { invalidates: [] } });
  const again = useMutation({ mutationFn: authClient.requestPasswordReset, meta: { invalidates: [] } });
  const form = useForm({
    initialValues: { email: search.email ?? '' },
    schema: z.object({ email: GivenEmail }),
    sentences: useFieldSentences(),
    onSubmit: ({ email }) => ask.mutate({ email: email.trim(), wish: wishOf(search.next) ?? undefined }),
    error: ask.error,
    validatesWhileTyping: true,
  });

  if (ask.isSuccess) {
    return (
      <div className="stack g5" role="status">
        <AuthHeading title={t('checkInbox')}>
          <p className="q">
            {t.rich('resetSent', { email: ask.variables.email, b: (words) => <b className="b">{words}</b> })}
          </p>
        </AuthHeading>
        <p className="q">{t('linkHelp')}</p>
        {again.isError && <AuthAlert error={again.error} />}
        <Button size="lg" fullWidth loading={again.isPending} onClick={() => again.mutate(ask.variables)}>
          {t('sendAgain')}
        </Button>
        <p className="sm q">{again.isSuccess && t('sentAgain')}</p>
        <p>
          <button
            type="button"
            className="link"
            onClick={() => {
              again.reset();
              ask.reset();
            }}
          >
            {t('otherAddress')}
          </button>
        </p>
        <BackToSignIn next={search.next} />
      </div>
    );
  }
  return (
    <div className="stack g5">
      <AuthHeading title={search.broken ? t('linkInvalid') : t('forgotTitle')}>
        <p className="q">{search.broken ? t('linkExpiredText') : t('forgotLead')}</p>
      </AuthHeading>
      <Form className="stack" {...form.props}>
        {form.formError && <AuthAlert error={form.formError} />}
        <TextField label={t('email')} {...form.input('email')} type="email" autoComplete="username" />
        <Button type="submit" variant="ink" size="lg" fullWidth loading={ask.isPending}>
          {t('sendLink')}
        </Button>
      </Form>
      <BackToSignIn next={search.next} />
    </div>
  );
}

function BackToSignIn({ next }: { next: string | undefined }) {
  const t = useTranslations('auth');
  return (
    <p>
      <Link className="link" to={pages.login} search={{ next }}>
        {t('backToSignIn')}
      </Link>
    </p>
  );
}
