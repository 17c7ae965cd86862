'use client';

import { createMenuHandle } from '@base-ui-parts/menu/store/MenuHandle.mjs';
import { MenuTrigger } from '@base-ui-parts/menu/trigger/MenuTrigger.mjs';
import type Link from 'next/link';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { later, usePopup } from './later';

const popup = later(() => import('./menu-popup'));

export type MenuProps = {
  /** The button that opens it: `Button`, `IconButton` or a `button`. */
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

export function Menu({ trigger, ...menu }: MenuProps) {
  const { part, handle, triggerProps, ...press } = usePopup(popup, createMenuHandle, menu.isOpen);
  return (
    <>
      <MenuTrigger render={trigger} {...triggerProps} />
      {part && <part.MenuPopup handle={handle} {...press} {...menu} />}
    </>
  );
}

export type ItemLook = {
  icon?: ReactNode;
  /** Shortcut at the right, as `Kbd` takes it. */
  keys?: string;
  children: ReactNode;
};

export type MenuItemProps = ItemLook & {
  onSelect?: () => void;
  tone?: 'plain' | 'danger';
  isDisabled?: boolean;
  /** False for an act that shows its result in the menu. */
  closesMenu?: boolean;
};

export function MenuItem(props: MenuItemProps) {
  const { Item } = popup.here();
  return <Item {...props} />;
}

export type MenuLinkItemProps = ItemLook & { href: ComponentProps<typeof Link>['href'] };

export function MenuLinkItem(props: MenuLinkItemProps) {
  const { LinkItem } = popup.here();
  return <LinkItem {...props} />;
}

export type MenuRadioGroupProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  /** True where the choice leads elsewhere. */
  closesMenu?: boolean;
  options: readonly { value: Value; label: string; icon?: ReactNode; note?: ReactNode }[];
};

export function MenuRadioGroup<Value extends string>(props: MenuRadioGroupProps<Value>) {
  const { RadioItems } = popup.here();
  return <RadioItems {...props} />;
}

export type MenuCheckboxItemProps = ItemLook & {
  isChecked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
};

export function MenuCheckboxItem(props: MenuCheckboxItemProps) {
  const { CheckboxItem } = popup.here();
  return <CheckboxItem {...props} />;
}

export type MenuGroupProps = { label: string; children: ReactNode };

export function MenuGroup(props: MenuGroupProps) {
  const { Group } = popup.here();
  return <Group {...props} />;
}

export function MenuSeparator() {
  const { Separator } = popup.here();
  return <Separator />;
}
