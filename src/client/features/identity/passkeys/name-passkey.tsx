/** The name of a passkey. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AuthAlert } from '#client/ui/failures/auth-alert.tsx';
import { EntryForm } from '#client/ui/forms/form.tsx';
import { TextField } from '#client/ui/forms/field.tsx';
import { NotConfirmed } from '#client/features/identity/reauthentication/reauthentication.tsx';

interface NamePasskeyProps {
  initial: string;
  submit: string;
  isPending: boolean;
  /** Why the name was not taken. */
  failure: Error | null;
  onNamed: (name: string) => void;
  onCancel: () => void;
}

export function NamePasskey({ initial, submit, isPending, failure, onNamed, onCancel }: NamePasskeyProps) {
  const t = useTranslations('passkeys');
  const fields = useTranslations('fields');
  const [name, setName] = useState(initial);
  const [wasSent, setWasSent] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // A name of nothing but spaces is none.
  const isRight = name.trim() !== '';
  return (
    <EntryForm
      refused={failure}
      names={{ name: 'passkey-name' }}
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setWasSent(true);
        if (isRight) onNamed(name.trim());
        else field.current?.focus();
      }}
    >
      {failure && !(failure instanceof NotConfirmed) && <AuthAlert error={failure} />}
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="passkey-name"
        autoComplete="off"
        maxLength={100}
        autoFocus
        ref={field}
        error={wasSent && !isRight ? fields('required') : null}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="row g2">
        <Button type="submit" variant="ink" loading={isPending}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </EntryForm>
  );
}
