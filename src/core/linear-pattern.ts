/** Most states of one pattern. A counted repetition has one for each count. */
const MOST_STATES = 2000;
/** Groups within groups. */
const DEEPEST = 50;

type Assertion = 'start' | 'end' | 'word' | 'no word';

type State =
  | { kind: 'set'; has: (character: string) => boolean; next: number }
  | { kind: 'fork'; ways: number[] }
  | { kind: 'assert'; what: Assertion; next: number }
  | { kind: 'look'; start: number; negative: boolean; next: number }
  | { kind: 'match' };

/** Appends the states of a part, which lead to `next`, and returns the first of them. */
type Part = (states: State[], next: number) => number;

export interface LinearPatternOptions {
  /** Matches characters rather than UTF-16 units, like the flag `u`. */
  unicode?: boolean;
  /**
   * Whether `(?=…)` and `(?!…)` are supported. Each is tried once at each place, so the time grows with the square of
   * the text.
   */
  lookahead?: boolean;
}

/**
 * A regular expression that is matched in time linear in the text, whatever the expression: all possible matches are
 * followed at once (Thompson's construction), without backtracking. Letter case is ignored.
 *
 * It knows characters, `.`, classes, `\d \w \s \p{…}` and their opposites, groups, `|`, `* + ? {n,m}`, `^ $ \b \B`; no
 * backreferences and no lookbehind.
 */
export class LinearPattern {
  readonly #states: State[] = [{ kind: 'match' }];
  readonly #start: number;
  readonly #unicode: boolean;
  /** Null for an expression with assertions, which depend on the place in the text. */
  readonly #known: KnownSteps | null;
  readonly #free: Float64Array[] = [];
  #step = 0;

  /** Throws `SyntaxError` for an expression that is not supported, `RangeError` for one that is too large. */
  constructor(source: string, { unicode = false, lookahead = false }: LinearPatternOptions = {}) {
    const flags = unicode ? 'iu' : 'i';
    // The platform's own parser checks the syntax.
    new RegExp(source, flags);
    this.#unicode = unicode;
    this.#start = new Parser(source, flags, lookahead).parse()(this.#states, 0);
    const isPlain = this.#states.every(({ kind }) => kind !== 'assert' && kind !== 'look');
    this.#known = isPlain ? new KnownSteps(this.#states, this.#start) : null;
  }

  /** Whether the expression matches anywhere in a text. */
  test(text: string): boolean {
    if (this.#known) return this.#known.test(text, this.#unicode);
    return this.#run(this.#start, this.#unicode ? [...text] : text.split(''), 0, false, new Map());
  }

  /** `looks` are the known results of lookaheads, by state and place. */
  #run(
    start: number,
    characters: readonly string[],
    from: number,
    anchored: boolean,
    looks: Map<number, boolean>,
  ): boolean {
    // The step at which a state was last reached. Steps are numbered consecutively, so that arrays can be reused.
    const reached = this.#free.pop() ?? new Float64Array(this.#states.length);
    try {
      let current: number[] = anchored ? [start] : [];
      for (let at = from; at <= characters.length; at++) {
        const next: number[] = [];
        const open: number[] = [];
        const step = ++this.#step;
        const reach = (state: number): void => {
          if (reached[state] === step) return;
          reached[state] = step;
          open.push(state);
        };
        for (const place of current) reach(place);
        if (!anchored) reach(start);
        if (open.length === 0) return false;
        for (let state = open.pop(); state !== undefined; state = open.pop()) {
          const one = this.#states[state]!;
          if (one.kind === 'match') return true;
          if (one.kind === 'fork') for (const way of one.ways) reach(way);
          else if (one.kind === 'assert') {
            if (holds(one.what, characters, at)) reach(one.next);
          } else if (one.kind === 'look') {
            const key = state * (characters.length + 1) + at;
            const answer = looks.get(key) ?? this.#run(one.start, characters, at, true, looks);
            looks.set(key, answer);
            if (answer !== one.negative) reach(one.next);
          } else if (at < characters.length && one.has(characters[at]!)) next.push(one.next);
        }
        current = next;
      }
      return false;
    } finally {
      this.#free.push(reached);
    }
  }
}

/** The states reached at one place of a text, and the known steps from there by character. */
interface Reached {
  isMatch: boolean;
  /** The states that wait for a character, in their order. */
  sets: readonly (State & { kind: 'set' })[];
  ways: Map<string, Reached>;
}

/**
 * Most steps of one expression, and states at their ends, that are cached. Beyond that the cache is cleared to bound
 * memory.
 */
const MOST_STEPS = 2000;

/**
 * Caches the steps of an expression without assertions: similar texts, such as thousands of entries of one log, cost
 * one map lookup for each character.
 */
class KnownSteps {
  readonly #states: readonly State[];
  readonly #start: number;
  #byStates = new Map<string, Reached>();
  #steps = 0;

  constructor(states: readonly State[], start: number) {
    this.#states = states;
    this.#start = start;
  }

  test(text: string, unicode: boolean): boolean {
    let reached = this.#enter([]);
    for (let at = 0; at < text.length && !reached.isMatch; ) {
      const character = unicode ? String.fromCodePoint(text.codePointAt(at)!) : text[at]!;
      at += character.length;
      reached = reached.ways.get(character) ?? this.#step(reached, character);
    }
    return reached.isMatch;
  }

  #step(from: Reached, character: string): Reached {
    if (++this.#steps > MOST_STEPS) {
      this.#steps = 1;
      this.#byStates = new Map();
      from.ways.clear();
    }
    const to = this.#enter(from.sets.filter(({ has }) => has(character)).map(({ next }) => next));
    from.ways.set(character, to);
    return to;
  }

  /** The states reached from some states and from the start, because a match may begin anywhere. */
  #enter(states: readonly number[]): Reached {
    const seen = new Set<number>([this.#start, ...states]);
    // The loop also visits states that are added during it.
    for (const place of seen) {
      const state = this.#states[place]!;
      if (state.kind === 'fork') for (const way of state.ways) seen.add(way);
    }
    const waiting = [...seen].filter((place) => this.#states[place]!.kind === 'set').sort((a, b) => a - b);
    const isMatch = [...seen].some((place) => this.#states[place]!.kind === 'match');
    const key = isMatch ? 'match' : waiting.join();
    let reached = this.#byStates.get(key);
    if (!reached) {
      const sets = waiting.map((place) => this.#states[place] as State & { kind: 'set' });
      reached = { isMatch, sets: isMatch ? [] : sets, ways: new Map() };
      this.#byStates.set(key, reached);
      this.#steps += waiting.length;
    }
    return reached;
  }
}

function holds(what: Assertion, characters: readonly string[], at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === characters.length;
  const isWord = (character: string | undefined): boolean =>
    character !== undefined && /^\w$/.test(character);
  return (isWord(characters[at - 1]) !== isWord(characters[at])) === (what === 'word');
}

class Parser {
  readonly #source: string;
  readonly #flags: string;
  readonly #lookahead: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, flags: string, lookahead: boolean) {
    this.#source = source;
    this.#flags = flags;
    this.#lookahead = lookahead;
  }

  parse(): Part {
    const part = this.#choice();
    if (this.#at < this.#source.length) throw new SyntaxError('there is an unmatched bracket');
    return part;
  }

  #choice(): Part {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    if (parts.length === 1) return parts[0]!;
    return (states, next) => add(states, { kind: 'fork', ways: parts.map((part) => part(states, next)) });
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at]!)) {
      parts.push(this.#repeated(this.#atom()));
    }
    return (states, next) => parts.reduceRight((after, part) => part(states, after), next);
  }

  #repeated(part: Part): Part {
    const match = /^(?:[*+?]|\{(\d{1,9})(?:(,)(\d{0,9}))?\})\??/.exec(
      this.#source.slice(this.#at, this.#at + 24),
    );
    if (match === null) return part;
    this.#at += match[0].length;
    switch (match[0][0]) {
      case '*':
        return repeat(part, 0, null);
      case '+':
        return repeat(part, 1, null);
      case '?':
        return repeat(part, 0, 1);
      default: {
        const least = Number(match[1]);
        const most = match[2] === undefined ? least : match[3] === '' ? null : Number(match[3]);
        return repeat(part, least, most);
      }
    }
  }

  #atom(): Part {
    const source = this.#source;
    const start = this.#at;
    if (this.#take('^')) return assertion('start');
    if (this.#take('$')) return assertion('end');
    if (this.#take('\\b')) return assertion('word');
    if (this.#take('\\B')) return assertion('no word');
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) {
      while (this.#at < source.length && source[this.#at] !== ']')
        this.#at += source[this.#at] === '\\' ? 2 : 1;
      this.#at++;
    } else if (this.#take('\\')) {
      const escaped =
        /^(?:u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|p\{[^}]{1,100}\}|c[a-z]|[^1-9k])/iu.exec(
          source.slice(this.#at, this.#at + 110),
        );
      if (escaped === null) throw new SyntaxError('back references are not supported');
      this.#at += escaped[0].length;
    } else {
      const isPair = this.#flags.includes('u') && source.codePointAt(start)! > 0xffff;
      this.#at += isPair ? 2 : 1;
    }
    return characterSet(source.slice(start, this.#at), this.#flags);
  }

  #group(): Part {
    const look = this.#lookahead && (this.#take('?=') ? 'ahead' : this.#take('?!') ? 'not ahead' : null);
    if (!look && !this.#take('?:') && this.#source[this.#at] === '?') {
      throw new SyntaxError('lookaround and named groups are not supported');
    }
    if (++this.#depth > DEEPEST) throw new RangeError('groups are nested too deep');
    const part = this.#choice();
    this.#depth--;
    if (!this.#take(')')) throw new SyntaxError('a group is not closed');
    if (!look) return part;
    return (states, next) =>
      add(states, { kind: 'look', start: part(states, 0), negative: look === 'not ahead', next });
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }
}

function add(states: State[], state: State): number {
  if (states.length >= MOST_STATES) throw new RangeError('the expression is too large');
  return states.push(state) - 1;
}

function assertion(what: Assertion): Part {
  return (states, next) => add(states, { kind: 'assert', what, next });
}

/** One character, a class or an escape, which the platform's own engine matches. */
function characterSet(source: string, flags: string): Part {
  const pattern = new RegExp(`^(?:${source})$`, flags);
  const known = new Map<string, boolean>();
  const has = (character: string): boolean => {
    let answer = known.get(character);
    if (answer === undefined) {
      answer = pattern.test(character);
      known.set(character, answer);
    }
    return answer;
  };
  return (states, next) => add(states, { kind: 'set', has, next });
}

function repeat(part: Part, least: number, most: number | null): Part {
  if (Math.max(least, most ?? 0) > MOST_STATES) throw new RangeError('the expression is too large');
  return (states, next) => {
    let place = next;
    if (most === null) {
      const fork: State & { kind: 'fork' } = { kind: 'fork', ways: [next] };
      place = add(states, fork);
      fork.ways.unshift(part(states, place));
    } else {
      for (let i = least; i < most; i++) {
        place = add(states, { kind: 'fork', ways: [part(states, place), next] });
      }
    }
    for (let i = 0; i < least; i++) place = part(states, place);
    return place;
  };
}
