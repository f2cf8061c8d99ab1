/** Judged by the compiler alone: the client's view of each output is the type of the shared schema. */
import type { inferRouterOutputs } from '@trpc/server';
import { expectTypeOf } from 'vitest';
import type { Api } from '#client/trpc.ts';
import type { AppRouter } from '#server/router.ts';
import type { AccountView } from '#shared/accounts.ts';
import type { ReceiptPage } from '#shared/billing.ts';
import type { OfferList, PortalFacts } from '#shared/catalogue.ts';
import type { LicenceView } from '#shared/licences.ts';

type Outputs = inferRouterOutputs<AppRouter>;

expectTypeOf<Outputs['account']['me']>().toEqualTypeOf<AccountView | null>();
expectTypeOf<Outputs['billing']['receipts']>().toEqualTypeOf<ReceiptPage>();
expectTypeOf<Outputs['catalogue']['offers']>().toEqualTypeOf<OfferList>();
expectTypeOf<Outputs['catalogue']['facts']>().toEqualTypeOf<PortalFacts>();
expectTypeOf<Outputs['licences']['list']>().toEqualTypeOf<LicenceView[]>();
expectTypeOf<Awaited<ReturnType<Api['licences']['list']['fetch']>>>().toEqualTypeOf<LicenceView[]>();
