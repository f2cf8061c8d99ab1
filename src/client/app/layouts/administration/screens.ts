/** The screens of administration, in the order of the navigation. A screen that is built is added here. */
import type { IconName } from '#client/ui/icon.tsx';
import { pages } from '#shared/pages.ts';

interface Screen {
  to: (typeof pages)[
    | 'administration'
    | 'customers'
    | 'inbox'
    | 'plans'
    | 'instances'
    | 'mails'
    | 'auditLog'
    | 'administrators'];
  /** The key of its name, in the messages of `administration`. */
  name: 'overview' | 'customers' | 'inbox' | 'plans' | 'instances' | 'mails' | 'auditLog' | 'administrators';
  icon: IconName;
  /** Whether the addresses below it belong to other screens. */
  isExact?: true;
}

export const screens: readonly Screen[] = [
  { to: pages.administration, name: 'overview', icon: 'home', isExact: true },
  { to: pages.customers, name: 'customers', icon: 'people' },
  { to: pages.inbox, name: 'inbox', icon: 'inbox' },
  { to: pages.plans, name: 'plans', icon: 'tag' },
  { to: pages.instances, name: 'instances', icon: 'plug' },
  { to: pages.mails, name: 'mails', icon: 'mail' },
  { to: pages.auditLog, name: 'auditLog', icon: 'list' },
  { to: pages.administrators, name: 'administrators', icon: 'person' },
];
