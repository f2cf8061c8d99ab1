/** Fetched together by customers: the frame, the licences, what is for sale, the receipts. */
import { ReceiptsPage } from '../../features/billing/receipts-page.tsx';
import { ForbiddenPage } from '../forbidden-page.tsx';
import { HomePage } from '../home-page.tsx';
import { MonicaPage, OfficeLifePage } from '../product-page.tsx';
import { Shell } from '../shell.tsx';

export { ForbiddenPage, HomePage, MonicaPage, OfficeLifePage, ReceiptsPage, Shell };
