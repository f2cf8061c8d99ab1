/** The form for naming a passkey, used when adding and when renaming one. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ReauthenticationCancelled } from '#client/api/reauthentication.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';
import { useForm } from '#client/forms/use-form.ts';

/** Rejects names that consist only of spaces. */
const PasskeyNaming = z.object({ name: z.string().trim().min(1) });

interface NamePasskeyProps {
  initial: string;
  submit: string;
  isPending: boolean;
  /** Why the passkey couldn't be saved under this name; null if that hasn't happened. */
  failure: Error | null;
  onNamed: (name: string) => void;
  onCancel: () => void;
}

export function NamePasskey({ initial, submit, isPending, failure, onNamed, onCancel }: NamePasskeyProps) {
  const t = useTranslations('passkeys');
  const fields = useTranslations('fields');
  const form = useForm({
    initialValues: { name: initial },
    schema: PasskeyNaming,
    sentences: { name: () => fields('required') },
    onSubmit: ({ name }) => onNamed(name.trim()),
    error: failure,
    inputNames: { name: 'passkey-name' },
  });
  return (
    <Form className="stack" {...form.props}>
      {form.formError && !(form.formError instanceof ReauthenticationCancelled) && (
        <AuthAlert error={form.formError} />
      )}
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        {...form.input('name')}
        autoComplete="off"
        maxLength={100}
        autoFocus
      />
      <div className="row g2">
        <Button type="submit" variant="ink" loading={isPending}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </Form>
  );
}
