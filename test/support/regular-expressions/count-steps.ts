import { type CharacterSet, canBeEmpty, type Node, parseRegularExpression } from './parse.js';

type Instruction =
  | { op: 'set'; set: CharacterSet }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'assert'; what: '^' | '$' | 'b' | 'B' }
  | { op: 'look'; program: Program; negative: boolean; next: number }
  | { op: 'mark'; register: number }
  | { op: 'moved'; register: number }
  | { op: 'save'; group: string; end: boolean }
  | { op: 'back'; to: string }
  | { op: 'match' };

interface Program {
  code: Instruction[];
  /** 1 forwards, -1 within a lookbehind. */
  direction: 1 | -1;
}

const UNDO = -1;

/** Repetitions up to this are written out; more count as endless. */
export const WRITTEN_OUT = 1200;

/**
 * Runs a regular expression as a backtracking engine does, and counts its steps: the same answer on every machine, however
 * busy it is. A global one is run to the end of the text as `replace` does; a sticky one too, since whoever uses one tries
 * it at one place after the other.
 */
export class StepCounter {
  readonly tree: Node;
  readonly #program: Program;
  readonly #unicode: boolean;
  readonly #multiline: boolean;
  readonly #repeats: boolean;
  /** What groups matched matters only where something refers back to it. */
  readonly #refersBack: boolean;
  #registers = 0;
  /** Steps of all texts so far. */
  total = 0;
  #steps = 0;
  #limit = 0;

  constructor(pattern: RegExp) {
    this.tree = parseRegularExpression(pattern);
    this.#unicode = /[uv]/.test(pattern.flags);
    this.#multiline = pattern.multiline;
    this.#repeats = pattern.global || pattern.sticky;
    this.#refersBack = /\\[1-9k]/.test(pattern.source);
    this.#program = this.#compile(this.tree, 1);
  }

  /** Steps for a text; `limit` is the answer where there are more. */
  count(text: string, limit: number): number {
    this.#steps = 0;
    this.#limit = limit;
    for (let at = 0; at <= text.length && this.#steps < limit; ) {
      const end = this.#run(this.#program, text, at, new Map());
      if (end !== null && !this.#repeats) break;
      at = end !== null && end > at ? end : at + 1;
    }
    this.total += this.#steps;
    return Math.min(this.#steps, limit);
  }

  #run(program: Program, text: string, start: number, groups: Map<string, [number, number]>): number | null {
    const { code, direction } = program;
    const registers = new Int32Array(this.#registers);
    // What to go back to: a place in the code and one in the text, in turn; UNDO and the number of what to put back.
    const stack: number[] = [];
    const undo: (() => void)[] = [];
    const later = (restore: () => void): void => {
      stack.push(UNDO, undo.length);
      undo.push(restore);
    };
    let place = 0;
    let at = start;
    for (;;) {
      if (++this.#steps >= this.#limit) return null;
      const instruction = code[place]!;
      let ok = true;
      switch (instruction.op) {
        case 'match':
          return at;
        case 'set': {
          const code = this.#character(text, at, direction);
          ok = code >= 0 && instruction.set.has(code);
          if (ok) at += direction * (code > 0xffff ? 2 : 1);
          place++;
          break;
        }
        case 'split':
          stack.push(instruction.second, at);
          place = instruction.first;
          break;
        case 'jump':
          place = instruction.to;
          break;
        case 'assert':
          ok = this.#holds(instruction.what, text, at);
          place++;
          break;
        case 'look':
          ok = (this.#run(instruction.program, text, at, groups) !== null) !== instruction.negative;
          place++;
          break;
        case 'mark': {
          const { register } = instruction;
          const before = registers[register]!;
          later(() => {
            registers[register] = before;
          });
          registers[register] = at;
          place++;
          break;
        }
        case 'moved':
          ok = registers[instruction.register] !== at;
          place++;
          break;
        case 'save': {
          const { group, end } = instruction;
          const before = groups.get(group);
          later(() => {
            if (before === undefined) groups.delete(group);
            else groups.set(group, before);
          });
          groups.set(group, end ? [before?.[0] ?? at, at] : [at, at]);
          place++;
          break;
        }
        case 'back': {
          const [from, to] = groups.get(instruction.to) ?? [0, 0];
          const wanted = text.slice(Math.min(from, to), Math.max(from, to));
          ok = text.startsWith(wanted, at);
          if (ok) at += wanted.length;
          place++;
          break;
        }
      }
      while (!ok) {
        if (stack.length === 0) return null;
        at = stack.pop()!;
        place = stack.pop()!;
        if (place === UNDO) undo[at]!();
        else ok = true;
      }
    }
  }

  /** The code of the character ahead of a place or behind it; -1 where the text ends. */
  #character(text: string, at: number, direction: 1 | -1): number {
    if (direction > 0) {
      if (at >= text.length) return -1;
      return this.#unicode ? text.codePointAt(at)! : text.charCodeAt(at);
    }
    if (at === 0) return -1;
    const pair = this.#unicode && at > 1 ? text.codePointAt(at - 2)! : 0;
    return pair > 0xffff ? pair : text.charCodeAt(at - 1);
  }

  #holds(what: '^' | '$' | 'b' | 'B', text: string, at: number): boolean {
    const isEnd = (place: number) => this.#multiline && /[\n\r\u2028\u2029]/.test(text[place] ?? '');
    if (what === '^') return at === 0 || isEnd(at - 1);
    if (what === '$') return at === text.length || isEnd(at);
    const isWord = (place: number) => /\w/.test(text[place] ?? '');
    return (isWord(at - 1) !== isWord(at)) === (what === 'b');
  }

  #compile(tree: Node, direction: 1 | -1): Program {
    const code: Instruction[] = [];
    const emit = (node: Node): void => {
      switch (node.kind) {
        case 'empty':
          return;
        case 'set':
          code.push({ op: 'set', set: node.set });
          return;
        case 'sequence':
          for (const part of direction > 0 ? node.parts : [...node.parts].reverse()) emit(part);
          return;
        case 'choice':
          this.#choice(
            code,
            node.parts.map((part) => () => emit(part)),
          );
          return;
        case 'group': {
          const names = !this.#refersBack
            ? []
            : [node.index === null ? null : String(node.index), node.name].filter((n) => n !== null);
          for (const group of names) code.push({ op: 'save', group, end: false });
          emit(node.body);
          for (const group of names) code.push({ op: 'save', group, end: true });
          return;
        }
        case 'repeat':
          this.#repeat(code, node, () => emit(node.body));
          return;
        case 'assert':
          code.push({ op: 'assert', what: node.what });
          return;
        case 'look': {
          const program = this.#compile(node.body, node.ahead ? 1 : -1);
          code.push({ op: 'look', program, negative: node.negative, next: code.length + 1 });
          return;
        }
        case 'back':
          code.push({ op: 'back', to: node.to });
      }
    };
    emit(tree);
    code.push({ op: 'match' });
    return { code, direction };
  }

  #choice(code: Instruction[], parts: (() => void)[]): void {
    const ends: { op: 'jump'; to: number }[] = [];
    parts.forEach((part, i) => {
      if (i === parts.length - 1) {
        part();
        return;
      }
      const split = { op: 'split' as const, first: code.length + 1, second: 0 };
      code.push(split);
      part();
      const end = { op: 'jump' as const, to: 0 };
      ends.push(end);
      code.push(end);
      split.second = code.length;
    });
    for (const end of ends) end.to = code.length;
  }

  #repeat(code: Instruction[], node: Node & { kind: 'repeat' }, body: () => void): void {
    const split = (): { op: 'split'; first: number; second: number } => {
      const instruction = { op: 'split' as const, first: 0, second: 0 };
      code.push(instruction);
      return instruction;
    };
    const aim = (instruction: { first: number; second: number }, into: number, past: number): void => {
      Object.assign(instruction, node.lazy ? { first: past, second: into } : { first: into, second: past });
    };
    for (let i = 0; i < node.min; i++) body();
    if (node.max <= WRITTEN_OUT) {
      const splits: { at: number; split: { first: number; second: number } }[] = [];
      for (let i = node.min; i < node.max; i++) {
        splits.push({ split: split(), at: code.length });
        body();
      }
      for (const one of splits) aim(one.split, one.at, code.length);
      return;
    }
    const loop = split();
    const into = code.length;
    if (canBeEmpty(node.body)) {
      const register = this.#registers++;
      code.push({ op: 'mark', register });
      body();
      code.push({ op: 'moved', register });
    } else body();
    code.push({ op: 'jump', to: into - 1 });
    aim(loop, into, code.length);
  }
}
