/** IDs of the elements that say how a licence stands. They can receive the focus. */
import type { LicenceView } from '#shared/licences/licences.ts';

type Identified = Pick<LicenceView, 'id'>;

/** The message about a licence that ends or is paused. There is none for a licence that simply renews. */
export const noteAnchor = ({ id }: Identified): string => `note-${id}`;

/** The sentence above the dates of a working licence. */
export const sentenceAnchor = ({ id }: Identified): string => `state-${id}`;
