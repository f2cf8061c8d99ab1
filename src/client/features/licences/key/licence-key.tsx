/** The licence key, masked until it is revealed or copied. It is kept in component state and nowhere else. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { saveFile } from '#client/ui/save-file.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { keyAnchor } from './key-anchor.ts';
import classes from './licence-key.module.css';
import { type KeyHint, Masked } from './masked-key.tsx';
import { useAskKey, useCopyKey } from './use-copy-key.ts';

export function LicenceKey({ licence, hint }: { licence: LicenceView; hint: KeyHint }) {
  const t = useTranslations('key');
  const labelId = useId();
  const [shown, setShown] = useState<string | null>(null);
  const code = useRef<HTMLElement>(null);
  const askKey = useAskKey(licence.id);
  // If the browser refuses to copy, the key is shown and selected instead, so that the user can copy it with one
  // shortcut.
  const copy = useCopyKey(licence.id, { shown, onBlocked: setShown });
  const reveal = useMutation({ mutationFn: askKey, onSuccess: setShown, meta: { invalidates: [] } });
  const download = useMutation({
    mutationFn: async () => {
      const key = shown ?? (await askKey());
      saveFile(t('fileName', { product: licence.product.toLowerCase() }), `${key}\n`, 'text/plain');
    },
    meta: { invalidates: [] },
  });
  const isBlocked = copy.data === false;
  const failed = reveal.error ?? copy.error ?? download.error;

  useEffect(() => {
    if (isBlocked && shown !== null) selectAll(code.current);
  }, [isBlocked, shown]);

  return (
    <div className="stack g2">
      <h3 className="sm q m" id={labelId}>
        {t('heading')}
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one control */}
      <div
        className={classes.key}
        id={keyAnchor(licence)}
        tabIndex={-1}
        role="group"
        aria-labelledby={labelId}
        data-shown={shown !== null || undefined}
      >
        {shown !== null && <p className="sm q">{t('private')}</p>}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: with a keyboard, the button beside it copies the key */}
        <code ref={code} onClick={() => shown !== null && selectAll(code.current)}>
          {shown ?? <Masked hint={hint} />}
        </code>
        <Button
          leftSection={<Icon name={shown === null ? 'eye' : 'eyeOff'} size={16} />}
          loading={reveal.isPending}
          onClick={() => (shown === null ? reveal.mutate() : setShown(null))}
        >
          {shown === null ? t('reveal') : t('hide')}
        </Button>
        <Button
          leftSection={<Icon name={copy.data ? 'check' : 'copy'} size={16} />}
          loading={copy.isPending}
          onClick={() => copy.mutate()}
        >
          {copy.data ? t('copied') : t('copy')}
        </Button>
      </div>
      <div className={`row wrap ${classes.note}`}>
        {shown === null && <p className="sm q">{t('private')}</p>}
        <Button loading={download.isPending} onClick={() => download.mutate()}>
          {t('download')}
        </Button>
      </div>
      <p className={isBlocked ? 'sm' : 'sr'} role="status">
        {copy.data === true && t('copiedSay')}
        {isBlocked && t('copyBlocked')}
      </p>
      {failed && <ActionFailure error={failed} />}
    </div>
  );
}

/** Marks the key, ready to be copied. */
function selectAll(code: HTMLElement | null): void {
  if (code) document.getSelection()?.selectAllChildren(code);
}
