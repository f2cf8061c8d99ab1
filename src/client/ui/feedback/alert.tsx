/**
 * A message about the current state, with an optional action. It can't be dismissed. Mantine's Alert isn't used: it has
 * `role="alert"` by default, although most of these messages need no role, and it has no place for an action.
 */
import type { ReactNode } from 'react';
import { Icon, type IconName } from '#client/ui/icon.tsx';
import classes from './alert.module.css';

export type AlertTone = 'info' | 'ok' | 'warn' | 'danger';

const icons = {
  info: 'info',
  ok: 'check',
  warn: 'alert',
  danger: 'alert',
} as const satisfies Record<AlertTone, IconName>;

interface NoticeProps {
  tone?: AlertTone;
  children: ReactNode;
  action?: ReactNode;
  /**
   * `alert` interrupts screen readers; `status` waits until they have finished speaking. Without a role, the message is
   * read where it is in the document.
   */
  role?: 'alert' | 'status';
  /** ID of the message, if the focus may be moved to it. */
  anchor?: string | undefined;
}

export function Alert({ tone = 'info', children, action, role, anchor }: NoticeProps) {
  return (
    <div
      className={classes.notice}
      data-tone={tone}
      role={role}
      id={anchor}
      tabIndex={anchor === undefined ? undefined : -1}
    >
      <Icon name={icons[tone]} />
      <div>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
