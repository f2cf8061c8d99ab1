/**
 * The providers' logos for sign-in buttons, in the colors that each provider requires. Monica and OfficeLife use their
 * product logos.
 */

import { knownWord } from '#client/i18n/server-words.ts';
import type { LoginProviderId } from '#shared/identity/login-providers.ts';
import { ProductLogo } from './product-logo.tsx';

interface Shape {
  d: string;
  /** Fill color. Omitted for marks that may only be black or white, which take the color of the text. */
  fill?: string;
}

/**
 * Paths in a 24×24 view box. Google's and Microsoft's marks have the four colors that their guidelines for sign-in
 * buttons require. Facebook's and LinkedIn's have the blue of their brand pages, and GitHub's is black or white. The
 * shapes of GitHub, Facebook and LinkedIn come from Simple Icons (CC0 1.0).
 */
const marks = {
  github: [
    {
      d: 'M12 .297c-6.63 0-12 5.373-12 12 0 5.303 3.438 9.8 8.205 11.385.6.113.82-.258.82-.577 0-.285-.01-1.04-.015-2.04-3.338.724-4.042-1.61-4.042-1.61C4.422 18.07 3.633 17.7 3.633 17.7c-1.087-.744.084-.729.084-.729 1.205.084 1.838 1.236 1.838 1.236 1.07 1.835 2.809 1.305 3.495.998.108-.776.417-1.305.76-1.605-2.665-.3-5.466-1.332-5.466-5.93 0-1.31.465-2.38 1.235-3.22-.135-.303-.54-1.523.105-3.176 0 0 1.005-.322 3.3 1.23.96-.267 1.98-.399 3-.405 1.02.006 2.04.138 3 .405 2.28-1.552 3.285-1.23 3.285-1.23.645 1.653.24 2.873.12 3.176.765.84 1.23 1.91 1.23 3.22 0 4.61-2.805 5.625-5.475 5.92.42.36.81 1.096.81 2.22 0 1.606-.015 2.896-.015 3.286 0 .315.21.69.825.57C20.565 22.092 24 17.592 24 12.297c0-6.627-5.373-12-12-12',
    },
  ],
  google: [
    {
      d: 'M22.56 12.25c0-.78-.07-1.53-.2-2.25H12v4.26h5.92c-.26 1.37-1.04 2.53-2.21 3.31v2.77h3.57c2.08-1.92 3.28-4.74 3.28-8.09z',
      fill: '#4285f4',
    },
    {
      d: 'M12 23c2.97 0 5.46-.98 7.28-2.66l-3.57-2.77c-.98.66-2.23 1.06-3.71 1.06-2.86 0-5.29-1.93-6.16-4.53H2.18v2.84C3.99 20.53 7.7 23 12 23z',
      fill: '#34a853',
    },
    {
      d: 'M5.84 14.09c-.22-.66-.35-1.36-.35-2.09s.13-1.43.35-2.09V7.07H2.18C1.43 8.55 1 10.22 1 12s.43 3.45 1.18 4.93l3.66-2.84z',
      fill: '#fbbc05',
    },
    {
      d: 'M12 5.38c1.62 0 3.06.56 4.21 1.64l3.15-3.15C17.45 2.09 14.97 1 12 1 7.7 1 3.99 3.47 2.18 7.07l3.66 2.84c.87-2.6 3.3-4.53 6.16-4.53z',
      fill: '#ea4335',
    },
  ],
  facebook: [
    // A white disc behind the logo. It shows through the cut-out letter, so that the letter is white in the dark theme
    // too.
    { d: 'M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22z', fill: '#ffffff' },
    {
      d: 'M9.101 23.691v-7.98H6.627v-3.667h2.474v-1.58c0-4.085 1.848-5.978 5.858-5.978.401 0 .955.042 1.468.103a8.68 8.68 0 0 1 1.141.195v3.325a8.623 8.623 0 0 0-.653-.036 26.805 26.805 0 0 0-.733-.009c-.707 0-1.259.096-1.675.309a1.686 1.686 0 0 0-.679.622c-.258.42-.374.995-.374 1.752v1.297h3.919l-.386 2.103-.287 1.564h-3.246v8.245C19.396 23.238 24 18.179 24 12.044c0-6.627-5.373-12-12-12s-12 5.373-12 12c0 5.628 3.874 10.35 9.101 11.647Z',
      fill: '#0866ff',
    },
  ],
  linkedin: [
    { d: 'M1.5 1.5h21v21h-21z', fill: '#ffffff' },
    {
      d: 'M20.447 20.452h-3.554v-5.569c0-1.328-.027-3.037-1.852-3.037-1.853 0-2.136 1.445-2.136 2.939v5.667H9.351V9h3.414v1.561h.046c.477-.9 1.637-1.85 3.37-1.85 3.601 0 4.267 2.37 4.267 5.455v6.286zM5.337 7.433a2.062 2.062 0 0 1-2.063-2.065 2.064 2.064 0 1 1 2.063 2.065zm1.782 13.019H3.555V9h3.564v11.452zM22.225 0H1.771C.792 0 0 .774 0 1.729v20.542C0 23.227.792 24 1.771 24h20.451C23.2 24 24 23.227 24 22.271V1.729C24 .774 23.2 0 22.222 0h.003z',
      fill: '#0a66c2',
    },
  ],
  microsoft: [
    { d: 'M1.5 1.5h10v10h-10z', fill: '#f25022' },
    { d: 'M12.5 1.5h10v10h-10z', fill: '#7fba00' },
    { d: 'M1.5 12.5h10v10h-10z', fill: '#00a4ef' },
    { d: 'M12.5 12.5h10v10h-10z', fill: '#ffb900' },
  ],
} as const satisfies Record<Exclude<LoginProviderId, 'monica' | 'officelife'>, readonly Shape[]>;

/**
 * A provider's logo. Hidden from screen readers, because the provider's name is next to it. Renders nothing for a
 * provider that this page doesn't know.
 */
export function ProviderLogo({ provider }: { provider: LoginProviderId }) {
  if (provider === 'monica') return <ProductLogo product="Monica" size={20} />;
  if (provider === 'officelife') return <ProductLogo product="OfficeLife" size={20} />;
  const known = knownWord(marks, provider);
  if (known === null) return null;
  const shapes: readonly Shape[] = marks[known];
  return (
    <svg width={20} height={20} viewBox="-1 -1 26 26" fill="currentColor" aria-hidden="true">
      {shapes.map(({ d, fill }) => (
        <path key={d} d={d} fill={fill} />
      ))}
    </svg>
  );
}
