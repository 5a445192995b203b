import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { printable } from '../../src/core/visible-text.js';
import type { AnswerOf, OperationName, RequestOf } from '../protocol.js';
import { strings } from '../strings.en.js';
import type { Model } from './model.js';

/**
 * Text with characters shown that act where they stand: those that turn the direction of what follows could make one name
 * look like another. Anything else stays.
 */
export function visible(content: ComponentChildren): ComponentChildren {
  return typeof content === 'string' ? printable(content) : content;
}

/** Says that the address names something that is not here. */
export function DeadLink({ children }: { children: ComponentChildren }) {
  return (
    <p class="dead" role="status">
      {visible(children)}
    </p>
  );
}

/** A box with a heading. */
export function Card({
  title,
  children,
  tone,
  id,
}: {
  title: string;
  children: ComponentChildren;
  tone?: 'good' | 'warn' | 'bad' | undefined;
  id?: string;
}) {
  return (
    <section class={`card${tone ? ` toned ${tone}` : ''}`} id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Messages that a list shows; more of them are counted. */
const MOST_MESSAGES = 200;

/** Messages about a package, one below the other. */
export function Messages({ messages }: { messages: readonly string[] }) {
  const more = messages.length - MOST_MESSAGES;
  return (
    <ul class="list">
      {messages.slice(0, MOST_MESSAGES).map((one) => (
        <li key={one}>{visible(one)}</li>
      ))}
      {more > 0 ? <li class="soft">{strings.more(more)}</li> : null}
    </ul>
  );
}

export type Fact = readonly [label: string, value: ComponentChildren, isMono?: boolean];

/** Names and values; those without a value are left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (known.length === 0) return null;
  return (
    <dl class="facts">
      {known.map(([label, value, isMono]) => (
        <>
          <dt>{label}</dt>
          <dd class={isMono ? 'mono' : undefined}>{visible(value)}</dd>
        </>
      ))}
    </dl>
  );
}

/** Hands a blob to the browser to save. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads it later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Moves the focus to an element when it appears, so that keyboards and screen readers follow. */
export function useFocusAtFirst<E extends HTMLElement>() {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}

/** Lists longer than this are filtered when nobody types any more. */
const LONG = 5000;

/** A text that is typed, to filter a list by: for a long list, as it is after a pause. */
export function useFilterText(typed: string, length: number): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  return length > LONG && typed !== '' ? settled : typed;
}

/** Items that are looked at before the browser may do something else. */
const SLICE = 2500;

/** The items that fit (null: all), found a part at a time: looking at all of many would hold up typing. */
export function useFitting<Item>(
  items: readonly Item[],
  fits: ((item: Item) => boolean) | null,
): readonly Item[] {
  const [found, setFound] = useState({ items, fitting: items });
  useEffect(() => {
    if (!fits) return setFound({ items, fitting: items });
    const fitting: Item[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (from: number): void => {
      for (const item of items.slice(from, from + SLICE)) if (fits(item)) fitting.push(item);
      if (from + SLICE < items.length) timer = setTimeout(() => look(from + SLICE));
      else setFound({ items, fitting });
    };
    look(0);
    return () => clearTimeout(timer);
  }, [items, fits]);
  return found.items === items ? found.fitting : items;
}

/** What a worker answers to a request; null until then, and where there is no request. */
export function useAnswer<Name extends Exclude<OperationName, 'open'>>(
  model: Model,
  name: Name,
  request: RequestOf<Name> | undefined,
  heading: string,
): AnswerOf<Name> | null {
  const [answer, setAnswer] = useState<AnswerOf<Name> | null>(null);
  const key = request === undefined ? null : JSON.stringify(request);
  useEffect(() => {
    let isWanted = true;
    setAnswer(null);
    if (request !== undefined) {
      void model.ask(name, request, heading).then((found) => {
        if (isWanted) setAnswer(found);
      });
    }
    return () => {
      isWanted = false;
    };
  }, [model, name, key]);
  return answer;
}
