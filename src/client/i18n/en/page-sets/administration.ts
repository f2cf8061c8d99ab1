/** Bundles the messages of the administration pages. */
import { acts } from '#client/i18n/en/administration/acts.ts';
import { administrators } from '#client/i18n/en/administration/administrators.ts';
import { audit, facts } from '#client/i18n/en/administration/audit.ts';
import { act, administration, roles, table } from '#client/i18n/en/administration/frame.ts';

export const messages = { act, acts, administration, administrators, audit, facts, roles, table };
