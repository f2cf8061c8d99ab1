/** Bundles the administration pages into one chunk, which only administrators download. */

import { AdministrationLayout } from '#client/app/layouts/administration/administration-layout.tsx';
import { AdministratorsPage } from '#client/features/administration/administrators/administrators-page.tsx';
import { AuditPage } from '#client/features/administration/audit/audit-page.tsx';

export { AdministrationLayout, AdministratorsPage, AuditPage };
