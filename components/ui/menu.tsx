'use client';

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { cx } from 'class-variance-authority';
import { Check } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd';
import { popupItemStyle, popupStyle } from './popup-style';

type MenuProps = {
  /** The button that opens it: `Button`, `IconButton` or a `button`. */
  trigger: ReactElement;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  className?: string;
  children: ReactNode;
};

export function Menu({
  trigger,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  className,
  children,
}: MenuProps) {
  return (
    <BaseMenu.Root open={isOpen} onOpenChange={onOpenChange}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <BaseMenu.Popup className={cx(popupStyle(), 'min-w-48 p-1', className)}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

type ItemLook = {
  icon?: ReactNode;
  /** Shortcut at the right, as `Kbd` takes it. */
  keys?: string;
  children: ReactNode;
};

type MenuItemProps = ItemLook & {
  onSelect?: () => void;
  tone?: 'plain' | 'danger';
  isDisabled?: boolean;
  /** False for an act that shows its result in the menu. */
  closesMenu?: boolean;
};

export function MenuItem({
  onSelect,
  tone,
  isDisabled,
  closesMenu = true,
  ...look
}: MenuItemProps) {
  return (
    <BaseMenu.Item
      onClick={onSelect}
      disabled={isDisabled}
      closeOnClick={closesMenu}
      className={popupItemStyle({ tone })}
    >
      <ItemContent {...look} />
    </BaseMenu.Item>
  );
}

export function MenuLinkItem({
  href,
  ...look
}: ItemLook & { href: ComponentProps<typeof Link>['href'] }) {
  return (
    <BaseMenu.LinkItem render={<Link href={href} />} closeOnClick className={popupItemStyle()}>
      <ItemContent {...look} />
    </BaseMenu.LinkItem>
  );
}

type MenuRadioGroupProps<Value extends string> = {
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
};

export function MenuRadioGroup<Value extends string>({
  label,
  value,
  onValueChange,
  options,
}: MenuRadioGroupProps<Value>) {
  return (
    <MenuGroup label={label}>
      <BaseMenu.RadioGroup value={value} onValueChange={onValueChange}>
        {options.map((option) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} className={popupItemStyle()}>
            <ItemContent icon={option.icon}>{option.label}</ItemContent>
            <BaseMenu.RadioItemIndicator>
              <Check className="text-accent-text" />
            </BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </MenuGroup>
  );
}

type MenuCheckboxItemProps = ItemLook & {
  isChecked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
};

export function MenuCheckboxItem({ isChecked, onCheckedChange, ...look }: MenuCheckboxItemProps) {
  return (
    <BaseMenu.CheckboxItem
      checked={isChecked}
      onCheckedChange={onCheckedChange}
      className={popupItemStyle()}
    >
      <ItemContent {...look} />
      <BaseMenu.CheckboxItemIndicator>
        <Check className="text-accent-text" />
      </BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 pt-1.5 pb-1 text-meta text-fg-3">
        {label}
      </BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

function ItemContent({ icon, keys, children }: ItemLook) {
  return (
    <>
      {icon && <span className="inline-flex text-fg-2">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} />}
    </>
  );
}
