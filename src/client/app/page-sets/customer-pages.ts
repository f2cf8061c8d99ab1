/** Bundles the customer pages into one chunk: layout, licences, plans and receipts. */

import { AppLayout } from '#client/app/layouts/app-layout.tsx';
import { ForbiddenPage } from '#client/app/pages/forbidden-page.tsx';
import { HomePage } from '#client/app/pages/home/home-page.tsx';
import { MonicaPage, OfficeLifePage } from '#client/app/pages/product/product-page.tsx';
import { ReceiptsPage } from '#client/features/billing/receipts-page.tsx';

export { AppLayout, ForbiddenPage, HomePage, MonicaPage, OfficeLifePage, ReceiptsPage };
