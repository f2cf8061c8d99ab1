/** All that an entry of the audit log says. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { isErrorCode } from '#client/api/failure.ts';
import { Facts } from '#client/features/administration/facts/facts.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFailureSentence } from '#client/i18n/use-failure-sentence.ts';
import { Dialog, DialogActions } from '#client/ui/dialogs/dialog.tsx';
import type { AuditEntry, AuditFacts } from '#shared/administration/audit.ts';
import { useAuditWords } from './use-audit-words.ts';

interface AuditEntryDialogProps {
  /** Null while the dialog is closed. */
  entry: AuditEntry | null;
  onClose: () => void;
}

export function AuditEntryDialog({ entry, onClose }: AuditEntryDialogProps) {
  const t = useTranslations();
  // Stays while the dialog fades out.
  const [shown, setShown] = useState(entry);
  if (entry && entry !== shown) setShown(entry);
  return (
    <Dialog
      opened={entry !== null}
      onClose={onClose}
      title={shown ? t('audit.entry', { id: String(shown.id) }) : ''}
    >
      {shown && (
        <div className="stack">
          <EntryFacts entry={shown} />
          <DialogActions>
            <Button variant="ink" data-autofocus onClick={onClose}>
              {t('app.close')}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  );
}

function EntryFacts({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  const { instant } = useFormats();
  const words = useAuditWords();
  const sentenceOf = useFailureSentence();
  const { actor, actorRole, customer, errorCode, intentId, isRedacted, reason, requestId } = entry;
  const why =
    errorCode &&
    (isErrorCode(errorCode) ? sentenceOf({ code: errorCode, retryAfterSeconds: null }) : errorCode);
  const lines = (facts: AuditFacts | null) =>
    facts && words.facts(facts).map((line) => <p key={line}>{line}</p>);
  const rows: [label: string, value: ReactNode][] = [
    [t('at'), instant(entry.at)],
    [t('act'), words.act(entry)],
    [t('outcome'), words.outcome(entry)],
    [t('why'), why],
    [t('actor'), actor ? `${words.account(actor)} (${actor.id})` : t('operator')],
    [t('role'), actorRole && words.roleWord(actorRole)],
    [t('customer'), customer && `${words.account(customer)} (${customer.id})`],
    [t('subject'), words.subject(entry)],
    [t('reason'), isRedacted ? t('redacted') : reason],
    [t('before'), lines(entry.before)],
    [t('after'), lines(entry.after)],
    [t('belongsTo'), intentId !== null && t('entry', { id: String(intentId) })],
    [t('request'), requestId && <span className="mono">{requestId}</span>],
  ];
  return <Facts of={rows} layout="columns" />;
}
