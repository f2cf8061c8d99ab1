/** Bundles the messages of the administration pages. */
import { acts } from '#client/i18n/fr/administration/acts.ts';
import { administrators } from '#client/i18n/fr/administration/administrators.ts';
import { audit, facts } from '#client/i18n/fr/administration/audit.ts';
import { act, administration, roles, table } from '#client/i18n/fr/administration/frame.ts';

export const messages = { act, acts, administration, administrators, audit, facts, roles, table };
