/** What administrators have noted about a customer. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
import { TextAreaField } from '#client/forms/text-area-field.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { type NoteView, noteTextLength } from '#shared/administration/notes.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';
import classes from './notes-section.module.css';

export function NotesSection({ account }: { account: CustomerDetails['account'] }) {
  const t = useTranslations('customer');
  const { id: customerId } = account;
  const notes = trpc.administration.notes.list.useQuery({ customerId });
  const writing = useQuestion<true>();
  const deleting = useQuestion<NoteView['id']>();
  const mayWrite = useMay()('customer.addNote', account);
  return (
    <section className="card sec stack">
      <div className="row between wrap">
        <h2>{t('notes')}</h2>
        {mayWrite && <Button onClick={() => writing.ask(true)}>{t('addNote')}</Button>}
      </div>
      <QueryBoundary query={notes} section={t('notes')} height="6rem">
        {(list) =>
          list.length === 0 ? (
            <p className="q">{t('noNotes')}</p>
          ) : (
            <ul className="stack">
              {list.map((note) => (
                <Note key={note.id} note={note} onDelete={mayWrite ? () => deleting.ask(note.id) : null} />
              ))}
            </ul>
          )
        }
      </QueryBoundary>
      {writing.dialog((_, shown) => (
        <WriteNote customerId={customerId} {...shown} />
      ))}
      {deleting.dialog((noteId, shown) => (
        <DeleteNote customerId={customerId} noteId={noteId} {...shown} />
      ))}
    </section>
  );
}

interface DeleteNoteProps {
  customerId: number;
  noteId: NoteView['id'];
  opened: boolean;
  onClose: () => void;
}

function DeleteNote({ customerId, noteId, opened, onClose }: DeleteNoteProps) {
  const t = useTranslations('customer');
  const { client } = trpc.useUtils();
  return (
    <ActDialog
      opened={opened}
      title={t('deleteNote')}
      will={t('willDeleteNote')}
      submit={t('deleteNote')}
      send={(reason) => client.administration.notes.delete.mutate({ customerId, noteId, reason })}
      result={() => t('noteDeleted')}
      invalidates={['notes']}
      onClose={onClose}
    />
  );
}

function Note({ note, onDelete }: { note: NoteView; onDelete: (() => void) | null }) {
  const t = useTranslations('customer');
  const { instant } = useFormats();
  const { text, writtenAt, author } = note;
  return (
    <li className="stack g2">
      <p className={classes.text}>{text}</p>
      <div className="row wrap sm q">
        <span>{author.name ?? t('erasedAuthor', { id: String(author.id) })}</span>
        <time dateTime={writtenAt.toISOString()}>{instant(writtenAt)}</time>
        {onDelete && (
          <Button variant="plain" onClick={onDelete}>
            {t('deleteNote')}
          </Button>
        )}
      </div>
    </li>
  );
}

interface WriteNoteProps {
  customerId: number;
  opened: boolean;
  onClose: () => void;
}

function WriteNote({ customerId, opened, onClose }: WriteNoteProps) {
  const t = useTranslations('customer');
  const { client } = trpc.useUtils();
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  return (
    <ActDialog
      opened={opened}
      title={t('addNote')}
      will={t('willAddNote')}
      check={() => {
        setMissing(text.trim() === '');
        return text.trim() !== '';
      }}
      submit={t('addNote')}
      send={(reason) => client.administration.notes.add.mutate({ customerId, text: text.trim(), reason })}
      result={() => t('noteAdded')}
      invalidates={['notes']}
      onClose={onClose}
    >
      <TextAreaField
        label={t('noteText')}
        name="note"
        rows={4}
        maxLength={noteTextLength}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setMissing(false);
        }}
        error={isMissing ? t('noteMissing') : null}
      />
    </ActDialog>
  );
}
