/** The form for requesting another link to confirm an address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { authClient } from '#client/api/auth-client.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { rememberReturnTo } from '#client/features/identity/return-to.ts';
import { TextField } from '#client/forms/field.tsx';
import { GivenEmail } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';
import { wishOf } from '#shared/catalogue/wish.ts';
import { pages } from '#shared/pages.ts';

interface AskForLinkProps {
  next: string | undefined;
  /** The address to fill in. */
  email?: string | undefined;
}

export function AskForLink({ next, email: known = '' }: AskForLinkProps) {
  const t = useTranslations('auth');
  const navigate = useNavigate();
  const send = useMutation({
    mutationFn: authClient.sendVerification,
    onSuccess: async (_nothing, { email }) => {
      rememberReturnTo(next);
      await navigate({ to: pages.verifyEmail, search: { email, next } });
    },
    meta: { invalidates: [] },
  });
  const form = useForm({
    initialValues: { email: known },
    schema: z.object({ email: GivenEmail }),
    sentences: useFieldSentences(),
    onSubmit: ({ email }) => send.mutate({ email: email.trim(), wish: wishOf(next) ?? undefined }),
    error: send.error,
    validatesWhileTyping: true,
  });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && <AuthAlert error={form.formError} />}
      <TextField label={t('email')} {...form.input('email')} type="email" autoComplete="username" />
      <Button type="submit" variant="ink" size="lg" fullWidth loading={send.isPending}>
        {t('sendLink')}
      </Button>
    </Form>
  );
}
