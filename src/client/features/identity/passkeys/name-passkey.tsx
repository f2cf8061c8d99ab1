/** The name of a passkey. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ReauthenticationCancelled } from '#client/api/reauthentication.ts';
import { AuthAlert } from '#client/failures/auth-alert.tsx';
import { TextField } from '#client/forms/field.tsx';
import { Form } from '#client/forms/form.tsx';

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
  const [submitted, setWasSent] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // A name of nothing but spaces is none.
  const isRight = name.trim() !== '';
  return (
    <Form
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
      {failure && !(failure instanceof ReauthenticationCancelled) && <AuthAlert error={failure} />}
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="passkey-name"
        autoComplete="off"
        maxLength={100}
        autoFocus
        ref={field}
        error={submitted && !isRight ? fields('required') : null}
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
    </Form>
  );
}
