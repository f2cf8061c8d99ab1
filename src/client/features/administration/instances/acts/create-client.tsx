/** Creates a client, and shows its secret once. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ActDialog } from '#client/features/administration/acts/act-dialog.tsx';
import { TextField } from '#client/forms/field.tsx';
import { ClientName } from '#shared/administration/instances.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { NewCredentials } from './new-credentials.tsx';
import { ProductChoice } from './product-choice.tsx';

interface CreateClientProps {
  opened: boolean;
  onClose: () => void;
}

export function CreateClient({ opened, onClose }: CreateClientProps) {
  const t = useTranslations('clientActs.create');
  const { client } = trpc.useUtils();
  const [name, setName] = useState('');
  const [product, setProduct] = useState<Product | null>(null);
  const [isWrong, setWrong] = useState(false);
  return (
    <ActDialog
      opened={opened}
      title={t('title')}
      will={t('will')}
      submit={t('submit')}
      check={() => {
        const { success } = ClientName.safeParse(name);
        setWrong(!success);
        return success;
      }}
      send={(reason) => client.administration.instances.create.mutate({ name, product, reason })}
      result={() => t('done', { name: name.trim() })}
      after={(credentials) => <NewCredentials credentials={credentials} onClose={onClose} />}
      invalidates={['instances']}
      onClose={onClose}
    >
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        name="client-name"
        autoComplete="off"
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setWrong(false);
        }}
        error={isWrong ? t('nameWrong') : null}
      />
      <ProductChoice value={product} onChange={setProduct} />
    </ActDialog>
  );
}
