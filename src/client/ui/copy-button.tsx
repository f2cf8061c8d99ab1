/**
 * A button that copies a text and announces the result to screen readers. If the browser refuses to copy, a message is
 * shown.
 */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Icon } from './icon.tsx';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useTranslations('copying');
  const copy = useMutation({
    mutationFn: () => navigator.clipboard.writeText(text),
    meta: { invalidates: [] },
  });
  return (
    <>
      <Button
        leftSection={<Icon name={copy.isSuccess ? 'check' : 'copy'} size={16} />}
        onClick={() => copy.mutate()}
      >
        {copy.isSuccess ? t('copied') : label}
      </Button>
      <span className={copy.isError ? 'sm' : 'sr'} role="status">
        {copy.isSuccess && t('copied')}
        {copy.isError && t('blocked')}
      </span>
    </>
  );
}
