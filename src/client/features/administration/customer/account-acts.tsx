/** What an administrator can do with a customer's account: view its pages, sign it out, block and unblock it. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { mayAct } from '#client/features/administration/acts/may-act.ts';
import type { Act } from '#shared/administration/acts.ts';
import type { CustomerDetails } from '#shared/customer-details.ts';

type Account = CustomerDetails['account'];

const names = {
  view: 'customer.viewAs',
  signOut: 'customer.signOut',
  block: 'customer.block',
  unblock: 'customer.unblock',
} as const satisfies Record<string, Act>;
type Name = keyof typeof names;

export function AccountActs({ account }: { account: Account }) {
  const t = useTranslations('customer');
  const { client } = trpc.useUtils();
  const { data: administrator } = trpc.accounts.me.useQuery();
  const [asked, setAsked] = useState<Name | null>(null);
  const { id: customerId, name, blockedAt } = account;
  const offered = (['view', 'signOut', blockedAt === null ? 'block' : 'unblock'] as const).filter((each) =>
    mayAct(names[each], administrator?.administratorRole ?? null, account),
  );
  const { signIn, viewAs } = client.administration;
  const send: Record<Name, (reason: string) => Promise<unknown>> = {
    view: async (reason) => tab.enterView(await viewAs.start.mutate({ customerId, reason })),
    signOut: (reason) => signIn.signOut.mutate({ customerId, reason }),
    block: (reason) => signIn.block.mutate({ customerId, reason }),
    unblock: (reason) => signIn.unblock.mutate({ customerId, reason }),
  };
  const dialog = (act: Name): ReactNode => (
    <ActDialog
      key={act}
      opened={asked === act}
      title={t(`acts.${act}.title`, { name })}
      will={t(`acts.${act}.will`, { name })}
      submit={t(`acts.${act}.submit`)}
      send={send[act]}
      result={() => t(`acts.${act}.done`, { name })}
      invalidates={['customers', 'administrators']}
      onClose={() => setAsked(null)}
    />
  );
  return (
    <div className="row wrap">
      {offered.map((act) => (
        <Button key={act} onClick={() => setAsked(act)}>
          {t(`acts.${act}.submit`)}
        </Button>
      ))}
      {/* A dialog stays after its act has changed what is offered, because it says what has happened. */}
      {(Object.keys(names) as Name[]).map(dialog)}
    </div>
  );
}
