/** A menu with acts. The dialogs that they open return the focus to the menu's button, which stays after every act. */
import { Button, Menu } from '@mantine/core';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import { Fragment, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';

interface ActItem {
  label: string;
  onClick: () => void;
}

interface ActMenuProps {
  /** Names the button for screen readers: what the acts concern. */
  label: string;
  /** The acts, in groups. Without any, there is no menu. */
  groups: readonly (readonly ActItem[])[];
}

export function ActMenu({ label, groups }: ActMenuProps) {
  const t = useTranslations('licenceActs');
  const button = useRef<HTMLButtonElement>(null);
  const shown = groups.filter((group) => group.length > 0);
  if (shown.length === 0) return null;
  function choose({ onClick }: ActItem): void {
    // A dialog returns the focus to what has it when the dialog opens. The item is about to disappear.
    button.current?.focus();
    onClick();
  }
  return (
    <Menu position="bottom-end" shadow="none" withinPortal={false}>
      <Menu.Target>
        <Button ref={button} aria-label={label} rightSection={<Icon name="chevronDown" size={16} />}>
          {t('actions')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {shown.map((group, index) => (
          <Fragment key={group[0]?.label}>
            {index > 0 && <Menu.Divider />}
            {group.map((item) => (
              <Menu.Item key={item.label} onClick={() => choose(item)}>
                {item.label}
              </Menu.Item>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
