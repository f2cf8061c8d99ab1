/** The settings that browsers may see. */
import { z } from 'zod';
import { Product } from './catalogue/catalogue.ts';
import { CalendarDate } from './dates.ts';
import { LoginProviderId } from './identity/login-providers.ts';
import { LegalPage } from './legal-pages.ts';

/** Paths of an image for light pages and for dark ones; the same if it suits both. */
export const Mark = z.object({ light: z.string(), dark: z.string() });
export type Mark = z.infer<typeof Mark>;

/** The part of the configuration that is public and available to every page. */
export const PublicConfig = z.object({
  supportEmail: z.string(),
  /**
   * The name of the person or company that runs this installation, and their postal address. Each is null if not
   * configured.
   */
  operator: z.object({ name: z.string().nullable(), address: z.string().nullable() }),
  brand: z.object({
    /** The portal's name; null to use its own, which differs by language. */
    name: z.string().nullable(),
    /** Null to use the marks of the products. */
    logo: Mark.nullable(),
    /** Each product's logo (null to use the portal's own drawing) and website. */
    products: z.record(Product, z.object({ logo: Mark.nullable(), site: z.url() })),
    /** The legal pages on which the operator's text replaces the portal's own. */
    legalPages: z.array(LegalPage),
  }),
  sourceUrl: z.url(),
  billingUrls: z.record(Product, z.url()),
  graceDays: z.int(),
  /** The sign-in providers configured for this installation. */
  loginProviders: z.array(LoginProviderId),
  /** Whether people are told what has changed since the PHP portal. */
  isTakeoverNoticed: z.boolean(),
  /** A page with the terms and the privacy policy that applied before. */
  earlierTermsUrl: z.url().nullable(),
  /** Today's date by the server's clock. In the demo, the browser's date may differ. */
  today: CalendarDate,
});
export type PublicConfig = z.infer<typeof PublicConfig>;
