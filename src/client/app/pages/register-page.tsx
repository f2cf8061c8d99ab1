/** The registration page. Shows the price of the product that the visitor has come to buy. */
import { PriceLine } from '#client/features/catalogue/price-line.tsx';
import { RegisterForm } from '#client/features/identity/registration/register-form.tsx';

export function RegisterPage() {
  return <RegisterForm priceOf={(product) => <PriceLine product={product} />} />;
}
