'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { cx } from 'class-variance-authority';
import type { Theme } from './theme';
import { Tooltip } from './tooltip';
import { themeOptions, useTheme } from './use-theme';

/** Three small buttons; the choice works at once and is kept in a cookie. */
export function ThemeToggle({ className }: { className?: string }) {
  const [theme, setTheme] = useTheme();
  return (
    <RadioGroup<Theme>
      aria-label="Theme"
      value={theme}
      onValueChange={setTheme}
      className={cx(
        'inline-flex w-fit gap-0.5 rounded-control border border-line bg-subtle p-0.5',
        className,
      )}
    >
      {themeOptions.map((option) => (
        <Tooltip key={option.value} content={option.label} side="bottom">
          <Radio.Root
            value={option.value}
            aria-label={option.label}
            className="inline-flex size-7 cursor-pointer items-center justify-center rounded-[4px] border border-transparent text-fg-3 hover:text-fg data-checked:border-line data-checked:bg-surface data-checked:text-fg forced-colors:data-checked:bg-[Highlight] pointer-coarse:size-11"
          >
            {option.icon}
          </Radio.Root>
        </Tooltip>
      ))}
    </RadioGroup>
  );
}
