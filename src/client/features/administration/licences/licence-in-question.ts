/** What the dialogs of the acts on a licence have in common. */
import type { AdministratorsLicence } from '#shared/customer-details.ts';

export interface LicenceQuestionProps {
  customerId: number;
  /** The licence as it was when the dialog was opened. */
  licence: AdministratorsLicence;
  opened: boolean;
  onClose: () => void;
}

/** The words by which titles name a licence. */
export const wordsOf = ({ id, product }: Pick<AdministratorsLicence, 'id' | 'product'>) => ({
  ...{ id: String(id), product },
});
