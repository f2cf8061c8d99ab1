/** The name of a figure with a button that says what the figure means. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#client/ui/dialogs/dialog.tsx';
import { Icon } from '#client/ui/icon.tsx';
import classes from './overview.module.css';

interface DefinitionProps {
  /** The name of the figure. */
  name: string;
  /** What it means, one paragraph each. */
  meaning: readonly string[];
}

export function Definition({ name, meaning }: DefinitionProps) {
  const t = useTranslations('overview');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes.explain}
        aria-label={t('explain', { name })}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        <Icon name="info" size={16} />
      </button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={name}>
        <div className="stack g3">
          {meaning.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </Dialog>
    </>
  );
}
