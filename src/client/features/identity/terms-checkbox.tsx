/** The tick with which a new customer accepts the terms. They open beside the form, so that nothing typed is lost. */
import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#client/forms/checkbox.tsx';
import { pages } from '#shared/pages.ts';

export function TermsCheckbox(props: Omit<ComponentProps<typeof Checkbox>, 'label'>) {
  const t = useTranslations('auth');
  return (
    <Checkbox
      label={t.rich('terms', {
        terms: (words) => (
          <Link to={pages.terms} target="_blank">
            {words}
          </Link>
        ),
        privacy: (words) => (
          <Link to={pages.privacy} target="_blank">
            {words}
          </Link>
        ),
      })}
      {...props}
    />
  );
}
