'use client';

import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { Underline } from '@tiptap/extension-underline';
import { Placeholder, UndoRedo } from '@tiptap/extensions';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useImperativeHandle, useMemo, useState } from 'react';
import type { StoredFormatted } from '@/db/schema';
import {
  formattedOf,
  linkTarget,
  parseFormatted,
  textOfFormatted,
} from '@/lib/inbox/formatted-rules';
import type { FormattedFieldProps } from './formatted-field';
import { FormattedToolbar } from './formatted-toolbar';

/** What `StoredFormatted` can hold, and no more: what is pasted loses the rest. */
function extensionsFor(placeholder: string) {
  return [
    Document,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    Underline,
    Strike,
    Link.configure({
      openOnClick: false,
      autolink: false,
      isAllowedUri: (uri) => linkTarget(uri) !== null,
    }),
    BulletList,
    OrderedList,
    ListItem,
    ListKeymap,
    UndoRedo,
    Placeholder.configure({ placeholder }),
  ];
}

export function FormattedEditor({
  label,
  describedBy,
  placeholder,
  formatted,
  onChange,
  onKeyDown,
  fieldRef,
  isReadOnly = false,
  isInvalid = false,
  className,
}: FormattedFieldProps) {
  // The field that stood here until now.
  const [hadFocus] = useState(() => fieldRef?.current === document.activeElement);
  const extensions = useMemo(() => extensionsFor(placeholder), [placeholder]);
  const editor = useEditor(
    {
      extensions,
      content: formatted,
      // Its style sheet would need a nonce; `globals.css` holds what is wanted of it.
      injectCSS: false,
      // It is never drawn on the server.
      immediatelyRender: true,
      autofocus: hadFocus ? 'end' : false,
      onUpdate: ({ editor: changed }) => {
        const next = contentOf(changed);
        onChange(textOfFormatted(next), next);
      },
    },
    [extensions],
  );
  useEffect(() => {
    editor?.setOptions({
      editable: !isReadOnly,
      editorProps: {
        attributes: {
          role: 'textbox',
          tabindex: '0',
          dir: 'auto',
          'aria-multiline': 'true',
          'aria-label': label,
          ...(describedBy && { 'aria-describedby': describedBy }),
          ...(isInvalid && { 'aria-invalid': 'true' }),
          class: 'formatted outline-none',
        },
      },
    });
  }, [editor, isReadOnly, label, describedBy, isInvalid]);
  // What changed elsewhere: taken back, or written in another tab.
  useEffect(() => {
    if (!editor || isSame(contentOf(editor), formatted)) return;
    editor.commands.setContent(formatted, { emitUpdate: false });
  }, [editor, formatted]);
  useImperativeHandle(fieldRef, () => editor?.view.dom as HTMLElement, [editor]);
  return (
    <div className={className}>
      {editor && <FormattedToolbar editor={editor} isDisabled={isReadOnly} />}
      <EditorContent
        editor={editor}
        onKeyDownCapture={onKeyDown}
        className="max-h-60 min-h-11 overflow-y-auto px-3 py-2 text-body text-fg pointer-coarse:text-h3 pointer-coarse:font-normal"
      />
    </div>
  );
}

function contentOf(editor: Editor): StoredFormatted {
  return parseFormatted(editor.getJSON()) ?? formattedOf(editor.getText());
}

function isSame(one: StoredFormatted, other: StoredFormatted): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
