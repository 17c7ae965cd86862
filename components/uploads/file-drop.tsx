'use client';

import { cx } from 'class-variance-authority';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';

type FileDropProps = {
  onFiles: (files: Iterable<File>) => void;
  isEnabled: boolean;
  className?: string;
  children: ReactNode;
};

/** A box that takes files which are dropped on it, and pasted into what is in it. */
export function FileDrop({ onFiles, isEnabled, className, children }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  // Entering a child leaves its parent; only the sum tells whether the pointer is inside.
  const depth = useRef(0);
  useKeepPage();
  const end = () => {
    depth.current = 0;
    setIsOver(false);
  };
  return (
    // Dropping and pasting are only shortcuts: the button beside does the same by keyboard.
    <fieldset
      aria-label="Message and its files"
      className={cx('relative min-w-0', className)}
      onDragEnter={(event) => {
        if (!isEnabled || !hasFiles(event)) return;
        depth.current += 1;
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!hasFiles(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setIsOver(false);
      }}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        end();
        if (isEnabled) onFiles([...event.dataTransfer.files]);
      }}
      onPaste={(event) => {
        const files = [...event.clipboardData.files];
        // A table copied from a spreadsheet is text and a picture of it; the text is meant.
        const isText = event.clipboardData.types.includes('text/plain');
        if (!isEnabled || files.length === 0 || isText) return;
        event.preventDefault();
        onFiles(files);
      }}
    >
      {children}
      {isOver && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center rounded-card border-2 border-dashed border-accent-text bg-surface text-ui font-medium text-accent-text"
        >
          Drop the files here
        </div>
      )}
    </fieldset>
  );
}

/** A file that is dropped beside the box would replace the page by itself, and with it what was written. */
function useKeepPage(): void {
  useEffect(() => {
    const keep = (event: globalThis.DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    window.addEventListener('dragover', keep);
    window.addEventListener('drop', keep);
    return () => {
      window.removeEventListener('dragover', keep);
      window.removeEventListener('drop', keep);
    };
  }, []);
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}
