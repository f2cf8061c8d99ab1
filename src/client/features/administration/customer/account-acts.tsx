/** What an administrator can do with a customer's account: view its pages, sign it out, block and unblock it. */
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { tab } from '#client/api/tab.ts';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { useMay } from '#client/features/administration/acts/use-may.ts';
import { useQuestion } from '#client/features/administration/acts/use-question.tsx';
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
  const may = useMay();
  const question = useQuestion<Name>();
  const last = account.blockedAt === null ? 'block' : 'unblock';
  const offered = (['view', 'signOut', last] as const).filter((each) => may(names[each], account));
  return (
    <div className="row wrap">
      {offered.map((each) => (
        // The button of blocking becomes that of unblocking, so that the focus can return to it.
        <Button key={each === last ? 'block' : each} onClick={() => question.ask(each)}>
          {t(`acts.${each}.submit`)}
        </Button>
      ))}
      {question.dialog((act, shown) => (
        <AccountAct act={act} account={account} {...shown} />
      ))}
    </div>
  );
}

interface AccountActProps {
  act: Name;
  account: Account;
  opened: boolean;
  onClose: () => void;
}

function AccountAct({ act, account: { id: customerId, name }, opened, onClose }: AccountActProps) {
  const t = useTranslations('customer');
  const { signIn, viewAs } = trpc.useUtils().client.administration;
  const send: Record<Name, (reason: string) => Promise<unknown>> = {
    view: async (reason) => tab.enterView(await viewAs.start.mutate({ customerId, reason })),
    signOut: (reason) => signIn.signOut.mutate({ customerId, reason }),
    block: (reason) => signIn.block.mutate({ customerId, reason }),
    unblock: (reason) => signIn.unblock.mutate({ customerId, reason }),
  };
  return (
    <ActDialog
      opened={opened}
      title={t(`acts.${act}.title`, { name })}
      will={t(`acts.${act}.will`, { name })}
      submit={t(`acts.${act}.submit`)}
      send={send[act]}
      result={() => t(`acts.${act}.done`, { name })}
      invalidates={['customers', 'administrators']}
      onClose={onClose}
    />
  );
}
