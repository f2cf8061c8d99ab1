/** Links that look like buttons. */
import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorButtonProps = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & {
    ref?: Ref<HTMLAnchorElement>;
  };

/** To an address outside the portal. */
export function AnchorButton(props: AnchorButtonProps) {
  return <Button component="a" {...props} />;
}

/** To a page of the portal. */
export const LinkButton = createLink(AnchorButton);
