/** The settings of a portal that uses a twin in place of Paddle. */
import type { PaddleTwin, TwinOptions } from './start-twin.ts';

export const portalSettingsFor = (
  twin: Pick<PaddleTwin, 'publicKey' | 'vendorsUrl' | 'checkoutUrl'>,
  vendor: TwinOptions['vendor'],
) => ({
  PADDLE_VENDOR_ID: String(vendor.id),
  PADDLE_VENDOR_AUTH_CODE: vendor.authCode,
  PADDLE_PUBLIC_KEY: twin.publicKey,
  PADDLE_VENDORS_URL: twin.vendorsUrl,
  PADDLE_CHECKOUT_URL: twin.checkoutUrl,
});
