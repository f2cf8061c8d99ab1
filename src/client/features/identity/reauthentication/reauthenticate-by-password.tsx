/** The password form of the reauthentication dialog. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { trpc } from '#client/api/trpc.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { PasswordField } from '#client/forms/field.tsx';
import { GivenPassword } from '#client/forms/field-schemas.ts';
import { Form } from '#client/forms/form.tsx';
import { useFieldSentences } from '#client/forms/use-field-sentences.ts';
import { useForm } from '#client/forms/use-form.ts';

export function ReauthenticateByPassword({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useTranslations();
  const { client } = trpc.useUtils();
  const confirm = useMutation({
    mutationFn: (input: { password: string }) => client.identity.reauthentication.byPassword.mutate(input),
    onSuccess: onConfirmed,
    meta: { invalidates: ['securityLog'] },
  });
  const form = useForm({
    initialValues: { password: '' },
    schema: z.object({ password: GivenPassword }),
    sentences: { password: useFieldSentences().givenPassword },
    onSubmit: ({ password }) => confirm.mutate({ password }),
    error: confirm.error,
    fieldOfCode: { password_wrong: 'password' },
    onChange: () => confirm.reset(),
  });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && <AuthAlert error={form.formError} />}
      <PasswordField
        {...form.input('password')}
        label={t('confirm.password')}
        autoComplete="current-password"
        data-autofocus
      />
      <Button type="submit" variant="ink" fullWidth loading={confirm.isPending}>
        {t('confirm.submit')}
      </Button>
    </Form>
  );
}
