/** A sign beside the name of a provider: our own products' marks, and a letter for the others. */
import { type LoginProviderId, loginProviderNames } from '#shared/login-providers.ts';
import { ProductMark } from './marks.tsx';
import classes from './provider-mark.module.css';

/** Decorative: the name stands beside it. */
export function ProviderMark({ provider }: { provider: LoginProviderId }) {
  if (provider === 'monica') return <ProductMark product="Monica" size={20} />;
  if (provider === 'officelife') return <ProductMark product="OfficeLife" size={20} />;
  return (
    <span className={classes.mark} aria-hidden="true">
      {loginProviderNames[provider].charAt(0)}
    </span>
  );
}
