'use client';

import { Toolbar } from '@base-ui/react/toolbar';
import { type Editor, useEditorState } from '@tiptap/react';
import { cx } from 'class-variance-authority';
import { Bold, Italic, Link, List, ListOrdered, Strikethrough, Underline } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { inputStyle } from '@/components/ui/input-style';
import { linkTarget } from '@/lib/inbox/formatted-rules';

const FORMS = [
  {
    name: 'bold',
    label: 'Bold',
    keys: 'Mod+B',
    icon: <Bold />,
    run: (editor: Editor) => editor.chain().focus().toggleBold(),
  },
  {
    name: 'italic',
    label: 'Italic',
    keys: 'Mod+I',
    icon: <Italic />,
    run: (editor: Editor) => editor.chain().focus().toggleItalic(),
  },
  {
    name: 'underline',
    label: 'Underline',
    keys: 'Mod+U',
    icon: <Underline />,
    run: (editor: Editor) => editor.chain().focus().toggleUnderline(),
  },
  {
    name: 'strike',
    label: 'Strike through',
    keys: 'Mod+Shift+S',
    icon: <Strikethrough />,
    run: (editor: Editor) => editor.chain().focus().toggleStrike(),
  },
  {
    name: 'bulletList',
    label: 'Bulleted list',
    keys: 'Mod+Shift+8',
    icon: <List />,
    run: (editor: Editor) => editor.chain().focus().toggleBulletList(),
  },
  {
    name: 'orderedList',
    label: 'Numbered list',
    keys: 'Mod+Shift+7',
    icon: <ListOrdered />,
    run: (editor: Editor) => editor.chain().focus().toggleOrderedList(),
  },
] as const;

/** What can be done to the words; the arrows go from one to the next. */
export function FormattedToolbar({ editor, isDisabled }: { editor: Editor; isDisabled: boolean }) {
  const [isLinking, setIsLinking] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      forms: FORMS.map(({ name }) => current.isActive(name)),
      href: current.isActive('link') ? String(current.getAttributes('link').href) : null,
    }),
  });
  return (
    <>
      <Toolbar.Root
        aria-label="Formatting"
        disabled={isDisabled}
        className="flex flex-wrap items-center gap-0.5 px-2 pt-1.5"
      >
        {FORMS.map(({ name, label, keys, icon, run }, index) => (
          <Toolbar.Button
            key={name}
            aria-pressed={active.forms[index]}
            onClick={() => run(editor).run()}
            render={
              <IconButton
                label={label}
                keys={keys}
                icon={icon}
                className="aria-pressed:bg-hover aria-pressed:text-fg"
              />
            }
          />
        ))}
        <Toolbar.Button
          aria-pressed={active.href !== null}
          aria-expanded={isLinking}
          onClick={() => setIsLinking(!isLinking)}
          render={
            <IconButton
              label="Link"
              icon={<Link />}
              className="aria-pressed:bg-hover aria-pressed:text-fg"
            />
          }
        />
      </Toolbar.Root>
      {isLinking && (
        <LinkFields
          editor={editor}
          href={active.href}
          onClose={() => {
            setIsLinking(false);
            editor.commands.focus();
          }}
        />
      )}
    </>
  );
}

type LinkFieldsProps = { editor: Editor; href: string | null; onClose: () => void };

/** Where the chosen words lead; without chosen words the address itself is written. */
function LinkFields({ editor, href, onClose }: LinkFieldsProps) {
  const [typed, setTyped] = useState(href ?? '');
  const [isRefused, setIsRefused] = useState(false);

  function apply() {
    const target = linkTarget(typed);
    setIsRefused(target === null);
    if (target === null) return;
    const words = editor.chain().extendMarkRange('link');
    if (editor.state.selection.empty && href === null) {
      const marks = [{ type: 'link', attrs: { href: target } }];
      words
        .insertContent([{ type: 'text', text: typed.trim(), marks }])
        .unsetMark('link')
        .run();
    } else words.setLink({ href: target }).run();
    onClose();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Enter') apply();
    else onClose();
  }

  return (
    <div className="flex flex-wrap items-center gap-2 px-2 pt-1.5">
      {/* No `Input`: within a `Field` that would take the name of the field. */}
      <input
        type="url"
        aria-label="Link address"
        aria-invalid={isRefused || undefined}
        placeholder="https://"
        ref={focusField}
        value={typed}
        className={cx(inputStyle({ size: 28 }), 'max-w-72 flex-1')}
        onChange={(event) => {
          setTyped(event.target.value);
          setIsRefused(false);
        }}
        onKeyDown={onKeyDown}
      />
      <Button size={28} onClick={apply}>
        Set link
      </Button>
      {href !== null && (
        <Button
          size={28}
          variant="ghost"
          onClick={() => {
            editor.chain().extendMarkRange('link').unsetLink().run();
            onClose();
          }}
        >
          Remove link
        </Button>
      )}
      {isRefused && (
        <span role="alert" className="text-meta text-bad">
          That is no address of a page or an e-mail.
        </span>
      )}
    </div>
  );
}

/** Whoever asked for the field writes in it. */
function focusField(field: HTMLInputElement | null): void {
  field?.focus();
}
