/** A button that copies a licence key without showing it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ActionFailure } from '#client/failures/failure-alert.tsx';
import { Icon } from '#client/ui/icon.tsx';
import { useCopyKey } from './use-copy-key.ts';

interface CopyKeyProps {
  licenceId: number;
  /** Names the licence for screen readers. */
  of: string;
}

export function CopyKey({ licenceId, of }: CopyKeyProps) {
  const t = useTranslations('key');
  const copy = useCopyKey(licenceId);
  const isBlocked = copy.data === false;
  return (
    <>
      <span>
        <Button
          leftSection={<Icon name={copy.data ? 'check' : 'copy'} size={16} />}
          loading={copy.isPending}
          onClick={() => copy.mutate()}
        >
          {copy.data ? t('copied') : t('copyKey')}
          <span className="sr">, {of}</span>
        </Button>
      </span>
      <span className={isBlocked ? 'sm' : 'sr'} role="status">
        {copy.data === true && t('copiedSay')}
        {isBlocked && t('copyBlockedHere')}
      </span>
      {copy.error && <ActionFailure error={copy.error} />}
    </>
  );
}
