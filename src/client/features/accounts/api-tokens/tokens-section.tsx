/** The settings section for API tokens: lists, creates, edits and deletes them, and shows a new token once. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useReauthenticatedMutation } from '#client/api/use-reauthenticated-mutation.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import { CopyButton } from '#client/ui/copy-button.tsx';
import { BeforeLeaving } from '#client/ui/dialogs/before-leaving.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { focusOnMount } from '#client/ui/focus-on-mount.ts';
import { RowList } from '#client/ui/row-list.tsx';
import type { NewApiToken } from '#shared/accounts/api-tokens.ts';
import { ApiGuide } from './api-guide.tsx';
import { TokenForm } from './token-form.tsx';
import { TokenRow } from './token-row.tsx';
import classes from './tokens-section.module.css';

interface Created {
  name: string;
  token: string;
}

export function ApiTokensSection() {
  const t = useTranslations('tokens');
  const tokens = trpc.accounts.tokens.list.useQuery();
  const [created, setCreated] = useState<Created | null>(null);
  const [wasCreated, setWasCreated] = useState(false);
  const [said, setSaid] = useState('');
  return (
    <section className="card sec stack">
      <div className="stack g2">
        <h2>{t('title')}</h2>
        <p className="q">{t('lead')}</p>
      </div>
      <QueryBoundary query={tokens} section={t('title')} height="6rem">
        {(list) =>
          list.length === 0 ? (
            <p className="sm q">{t('none')}</p>
          ) : (
            <RowList>
              {list.map((token) => (
                <TokenRow key={token.id} token={token} onChanged={setSaid} />
              ))}
            </RowList>
          )
        }
      </QueryBoundary>
      {created ? (
        <NewToken created={created} onKept={() => setCreated(null)} />
      ) : (
        <AddToken
          wasOpen={wasCreated}
          onCreated={(token) => {
            setCreated(token);
            setWasCreated(true);
          }}
        />
      )}
      <p className="sm q" role="status">
        {said}
      </p>
      <ApiGuide />
    </section>
  );
}

interface AddTokenProps {
  /** Whether the form was open before this button was shown. If so, the button gets the focus back. */
  wasOpen: boolean;
  onCreated: (created: Created) => void;
}

function AddToken({ wasOpen: wasOpenBefore, onCreated }: AddTokenProps) {
  const t = useTranslations('tokens');
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(wasOpenBefore);
  const utils = trpc.useUtils();
  const create = useReauthenticatedMutation(
    (input: NewApiToken) => utils.client.accounts.tokens.create.mutate(input),
    {
      invalidates: ['tokens', 'securityLog'],
      why: 'tokens',
      onSuccess: ({ token, view }) => {
        utils.accounts.tokens.list.setData(undefined, (known) => known && [view, ...known]);
        setOpen(false);
        onCreated({ name: view.name, token });
      },
    },
  );
  if (!isOpen) {
    return (
      <div className="row">
        <Button
          ref={wasOpen ? focusOnMount : undefined}
          onClick={() => {
            setOpen(true);
            setWasOpen(true);
          }}
        >
          {t('add')}
        </Button>
      </div>
    );
  }
  return (
    <TokenForm
      title={t('add')}
      submit={t('create')}
      isPending={create.isPending}
      failure={create.failure}
      onCancel={() => setOpen(false)}
      onSubmit={({ expiresInDays = null, ...input }) => create.mutate({ ...input, expiresInDays })}
    />
  );
}

/** Shows a new token once. It is kept in component state and nowhere else. */
function NewToken({ created, onKept }: { created: Created; onKept: () => void }) {
  const t = useTranslations('tokens');
  return (
    <div className="stack">
      <BeforeLeaving title={t('leave')} why={t('leaveWhy')} />
      <h3 tabIndex={-1} ref={focusOnMount}>
        {t('created', { name: created.name })}
      </h3>
      <Alert tone="warn">
        <p>{t('onlyNow')}</p>
      </Alert>
      <code className={classes.token}>{created.token}</code>
      <div className="row wrap">
        <CopyButton text={created.token} label={t('copy')} />
        <Button variant="ink" onClick={onKept}>
          {t('kept')}
        </Button>
      </div>
    </div>
  );
}
