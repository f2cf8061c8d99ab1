/**
 * One sentence that matters now, with its remedy. It stays until it is solved. Not Mantine's Alert, which is
 * `role="alert"` unless it has another role (these often have none), and has no place for what to do.
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
   * `alert` interrupts screen readers, `status` waits its turn. Without a role, the message is read where it is in the
   * document.
   */
  role?: 'alert' | 'status';
}

export function Alert({ tone = 'info', children, action, role }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={role}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
