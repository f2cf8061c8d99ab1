/** The fragment of a URL that leads to a licence's key on its page. */
import type { LicenceView } from '#shared/licences/licences.ts';

export const keyAnchor = ({ id }: Pick<LicenceView, 'id'>): string => `key-${id}`;
