import { useEffect, useRef, useState } from 'preact/hooks';
import { strings } from '../strings.en.js';
import { filesOfDrop } from './dropped.js';

/** Files from anywhere on the page: dropped or pasted. Gives whether files are being dragged over it. */
export function useIncomingFiles(onFiles: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const use = useRef(onFiles);
  use.current = onFiles;
  useEffect(() => {
    let depth = 0;
    const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;
    const take = (data: DataTransfer | null): void => {
      const give = (files: File[]): void => {
        if (files.length > 0) use.current(files);
      };
      const files = data ? filesOfDrop(data) : [];
      // A folder that cannot be read in full is taken as it came, to fail as a file does.
      if (Array.isArray(files)) give(files);
      else files.then(give, () => give([...(data?.files ?? [])]));
    };
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      depth++;
      setOver(true);
    };
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const over = (event: DragEvent): void => event.preventDefault();
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      take(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent): void => take(event.clipboardData);
    const all = { dragenter: enter, dragleave: leave, dragover: over, drop, paste };
    for (const [name, listener] of Object.entries(all)) {
      document.addEventListener(name, listener as (event: Event) => void);
    }
    return () => {
      for (const [name, listener] of Object.entries(all)) {
        document.removeEventListener(name, listener as (event: Event) => void);
      }
    };
  }, []);
  return isOver;
}

/** A button that lets files be chosen. */
export function PickFiles({
  onFiles,
  label,
  className = '',
  isMultiple = true,
  id,
}: {
  onFiles: (files: File[]) => void;
  label: string;
  className?: string;
  isMultiple?: boolean;
  id: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={className} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        id={id}
        type="file"
        multiple={isMultiple}
        hidden
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

/** What is seen before anything is open. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <div class="drop">
      <svg viewBox="0 0 48 48" width="56" height="56" aria-hidden="true">
        <path d="M6 16 24 6l18 10v17L24 43 6 33Z M6 16l18 10 18-10 M24 26v17" />
      </svg>
      <h2>{strings.drop.heading}</h2>
      <p class="mono soft">{strings.drop.kinds}</p>
      <p>
        <PickFiles id="pick" className="main" label={strings.drop.pick} onFiles={onFiles} />{' '}
        <span class="soft">{strings.drop.paste}</span>
      </p>
      <p class="small soft">{strings.drop.several}</p>
      <p class="small">{strings.drop.privacy}</p>
    </div>
  );
}
