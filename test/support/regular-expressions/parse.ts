/** A regular expression of JavaScript as a tree, for counting the work of a backtracking engine. */
export type Node =
  | { kind: 'empty' }
  | { kind: 'set'; set: CharacterSet }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; parts: Node[] }
  | { kind: 'group'; body: Node; index: number | null; name: string | null }
  | { kind: 'repeat'; body: Node; min: number; max: number; lazy: boolean }
  | { kind: 'assert'; what: '^' | '$' | 'b' | 'B' }
  | { kind: 'look'; body: Node; ahead: boolean; negative: boolean }
  | { kind: 'back'; to: string };

/** What matches one character; the engine of the platform itself is asked for each one, once. */
export class CharacterSet {
  readonly source: string;
  readonly #pattern: RegExp;
  /** Answers by code: 0 not known, 1 yes, 2 no. */
  readonly #low = new Uint8Array(256);
  readonly #high = new Map<number, boolean>();

  constructor(source: string, flags: string) {
    this.source = source;
    this.#pattern = new RegExp(`^(?:${source})$`, flags.replace(/[gymd]/g, ''));
  }

  has(code: number): boolean {
    if (code < 256) {
      this.#low[code] ||= this.#pattern.test(String.fromCodePoint(code)) ? 1 : 2;
      return this.#low[code] === 1;
    }
    let answer = this.#high.get(code);
    if (answer === undefined) {
      answer = this.#pattern.test(String.fromCodePoint(code));
      this.#high.set(code, answer);
    }
    return answer;
  }
}

/** Whether a part can match nothing. */
export function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.parts.some(canBeEmpty);
    case 'group':
      return canBeEmpty(node.body);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.body);
    default:
      return true;
  }
}

/** Parses the source of a `RegExp` that the platform has accepted already. */
export function parseRegularExpression({ source, flags }: RegExp): Node {
  return new Parser(source, flags).parse();
}

class Parser {
  readonly #source: string;
  readonly #flags: string;
  readonly #unicode: boolean;
  readonly #sets = new Map<string, CharacterSet>();
  #at = 0;
  #groups = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
    this.#unicode = /[uv]/.test(flags);
  }

  parse(): Node {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new Error(`left over in /${this.#source}/ at ${this.#at}`);
    return node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at]!)) {
      parts.push(this.#repeated(this.#atom()));
    }
    if (parts.length === 0) return { kind: 'empty' };
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  #repeated(body: Node): Node {
    const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})(\??)/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (match === null) return body;
    this.#at += match[0].length;
    const lazy = match[4] === '?';
    const endless = Number.POSITIVE_INFINITY;
    switch (match[0][0]) {
      case '*':
        return { kind: 'repeat', body, min: 0, max: endless, lazy };
      case '+':
        return { kind: 'repeat', body, min: 1, max: endless, lazy };
      case '?':
        return { kind: 'repeat', body, min: 0, max: 1, lazy };
      default: {
        const min = Number(match[1]);
        const max = match[2] === undefined ? min : match[3] === '' ? endless : Number(match[3]);
        return { kind: 'repeat', body, min, max, lazy };
      }
    }
  }

  #atom(): Node {
    const source = this.#source;
    const start = this.#at;
    if (this.#take('^')) return { kind: 'assert', what: '^' };
    if (this.#take('$')) return { kind: 'assert', what: '$' };
    if (this.#take('\\b')) return { kind: 'assert', what: 'b' };
    if (this.#take('\\B')) return { kind: 'assert', what: 'B' };
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) {
      while (source[this.#at] !== ']') this.#at += source[this.#at] === '\\' ? 2 : 1;
      this.#at++;
      return this.#set(source.slice(start, this.#at));
    }
    if (this.#take('\\')) {
      const back = /^(?:[1-9]\d*|k<([^>]*)>)/.exec(source.slice(this.#at));
      if (back !== null) {
        this.#at += back[0].length;
        return { kind: 'back', to: back[1] ?? back[0] };
      }
      const escaped = /^(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[^}]*\}|[pP]\{[^}]*\}|c[A-Za-z]|.)/su.exec(
        source.slice(this.#at),
      )!;
      this.#at += escaped[0].length;
      return this.#set(source.slice(start, this.#at));
    }
    this.#at += this.#unicode ? String.fromCodePoint(source.codePointAt(start)!).length : 1;
    return this.#set(source.slice(start, this.#at));
  }

  #group(): Node {
    const look = /^\?(<?)([=!])/.exec(this.#source.slice(this.#at, this.#at + 3));
    if (look !== null) {
      this.#at += look[0].length;
      const body = this.#closed();
      return { kind: 'look', body, ahead: look[1] === '', negative: look[2] === '!' };
    }
    if (this.#take('?:')) return { kind: 'group', body: this.#closed(), index: null, name: null };
    const named = /^\?<([^>]*)>/.exec(this.#source.slice(this.#at));
    if (named !== null) this.#at += named[0].length;
    const index = ++this.#groups;
    return { kind: 'group', body: this.#closed(), index, name: named?.[1] ?? null };
  }

  #closed(): Node {
    const body = this.#choice();
    if (!this.#take(')')) throw new Error(`a group is not closed in /${this.#source}/`);
    return body;
  }

  #set(source: string): Node {
    let set = this.#sets.get(source);
    if (set === undefined) {
      set = new CharacterSet(source, this.#flags);
      this.#sets.set(source, set);
    }
    return { kind: 'set', set };
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }
}
