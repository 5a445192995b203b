import { Parser } from 'htmlparser2';

/** What a reader of a document is told of, in the order of the document. Names are in lower case, and entities are characters. */
export interface PageHandler {
  onopentag?(name: string, attributes: Readonly<Record<string, string>>): void;
  onclosetag?(name: string): void;
  ontext?(text: string): void;
  oncomment?(text: string): void;
}

type PageEvent =
  | { kind: 'open'; name: string; attributes: Readonly<Record<string, string>> }
  | { kind: 'close' | 'text' | 'comment'; text: string };

/** A document in HTML that several readers go through: the first one parses it, the others are told the same again. */
export class HtmlPage {
  readonly html: string;
  #events: readonly PageEvent[] | null = null;
  #endsInTable = false;

  constructor(html: string) {
    this.html = html;
  }

  /** The document as it is given to a reader: text is read once. */
  static of(document: string | HtmlPage): HtmlPage {
    return typeof document === 'string' ? new HtmlPage(document) : document;
  }

  /** Whether a document that was walked through ends before a table does: its end was lost. HTML lets no end of a table be left out. */
  get endsInTable(): boolean {
    return this.#endsInTable;
  }

  /** A reader that throws ends the walk. */
  walk(handler: PageHandler): void {
    if (this.#events === null) this.#events = this.#parse(handler);
    else for (const event of this.#events) tell(handler, event);
  }

  /** Tells the reader while it parses, so that it may stop early at a document that takes too long. */
  #parse(handler: PageHandler): PageEvent[] {
    const events: PageEvent[] = [];
    const opened = new Map<string, PageEvent>();
    const closed = new Map<string, PageEvent>();
    const take = (event: PageEvent): void => {
      events.push(event);
      tell(handler, event);
    };
    let isAtEnd = false;
    const parser = new Parser(
      {
        onopentag: (name, attributes) =>
          take(
            isEmpty(attributes)
              ? shared(opened, name, () => ({ kind: 'open', name, attributes }))
              : { kind: 'open', name, attributes },
          ),
        onclosetag: (name) => {
          if (isAtEnd && name === 'table') this.#endsInTable = true;
          take(shared(closed, name, () => ({ kind: 'close', text: name })));
        },
        ontext: (text) => take({ kind: 'text', text }),
        oncomment: (text) => take({ kind: 'comment', text }),
      },
      { decodeEntities: true, lowerCaseTags: true },
    );
    parser.write(this.html);
    isAtEnd = true;
    parser.end();
    return events;
  }
}

/** Most elements have no attributes. What is told of all of one name is kept once: a document may have a hundred thousand. */
function shared(known: Map<string, PageEvent>, name: string, make: () => PageEvent): PageEvent {
  let event = known.get(name);
  if (event === undefined) {
    event = make();
    known.set(name, event);
  }
  return event;
}

function isEmpty(attributes: object): boolean {
  for (const _ in attributes) return false;
  return true;
}

function tell(handler: PageHandler, event: PageEvent): void {
  if (event.kind === 'open') handler.onopentag?.(event.name, event.attributes);
  else if (event.kind === 'close') handler.onclosetag?.(event.text);
  else if (event.kind === 'text') handler.ontext?.(event.text);
  else handler.oncomment?.(event.text);
}
