/** The name of a passkey. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextField } from '../../ui/field.tsx';
import { focusOnMount } from '../../ui/focus-on-mount.ts';

interface NamePasskeyProps {
  initial: string;
  submit: string;
  isPending: boolean;
  onNamed: (name: string) => void;
  onCancel: () => void;
}

export function NamePasskey({ initial, submit, isPending, onNamed, onCancel }: NamePasskeyProps) {
  const t = useTranslations('passkeys');
  const [name, setName] = useState(initial);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onNamed(name);
      }}
    >
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="passkey-name"
        autoComplete="off"
        maxLength={100}
        // A name of nothing but spaces is none.
        pattern=".*\S.*"
        required
        ref={focusOnMount}
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
    </form>
  );
}
