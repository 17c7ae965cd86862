'use client';

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { cx } from 'class-variance-authority';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';
import { Kbd } from './kbd';
import type {
  ItemLook,
  MenuCheckboxItemProps,
  MenuGroupProps,
  MenuItemProps,
  MenuLinkItemProps,
  MenuProps,
  MenuRadioGroupProps,
} from './menu';
import { popupItemStyle, popupStyle } from './popup-style';
import { useOpenAtOnce } from './use-open-at-once';

type MenuPopupProps = Omit<MenuProps, 'trigger'> & {
  handle: ReturnType<typeof BaseMenu.createHandle>;
  /** The trigger that was pressed before this was here. */
  pressedId: string | null;
  /** It was pressed by key: then the first item has the focus, as it has where this was here. */
  isByKey: boolean;
};

export function MenuPopup({
  handle,
  pressedId,
  isByKey,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  className,
  children,
}: MenuPopupProps) {
  useOpenAtOnce(handle, pressedId);
  const popupRef = useRef<HTMLDivElement>(null);
  const awaitsFocus = useRef(isByKey);
  const focusFirst = (isShown: boolean) => {
    if (!isShown || !awaitsFocus.current) return;
    awaitsFocus.current = false;
    popupRef.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
  };
  return (
    <BaseMenu.Root
      handle={handle}
      open={isOpen}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={focusFirst}
    >
      <BaseMenu.Portal>
        <BaseMenu.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <BaseMenu.Popup ref={popupRef} className={cx(popupStyle(), 'min-w-48 p-1', className)}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export function Item({ onSelect, tone, isDisabled, closesMenu = true, ...look }: MenuItemProps) {
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

export function LinkItem({ href, ...look }: MenuLinkItemProps) {
  return (
    <BaseMenu.LinkItem render={<Link href={href} />} closeOnClick className={popupItemStyle()}>
      <ItemContent {...look} />
    </BaseMenu.LinkItem>
  );
}

export function RadioItems<Value extends string>({
  label,
  value,
  onValueChange,
  closesMenu = false,
  options,
}: MenuRadioGroupProps<Value>) {
  return (
    <Group label={label}>
      <BaseMenu.RadioGroup value={value} onValueChange={onValueChange}>
        {options.map((option) => (
          <BaseMenu.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick={closesMenu}
            className={popupItemStyle()}
          >
            <ItemContent icon={option.icon}>{option.label}</ItemContent>
            {option.note}
            <BaseMenu.RadioItemIndicator>
              <Check className="text-accent-text" />
            </BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </Group>
  );
}

export function CheckboxItem({ isChecked, onCheckedChange, ...look }: MenuCheckboxItemProps) {
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

export function Group({ label, children }: MenuGroupProps) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 pt-1.5 pb-1 text-meta text-fg-3">
        {label}
      </BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  );
}

export function Separator(): ReactNode {
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
