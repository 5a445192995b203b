/** Words of the shared memory, by their index. */
const Word = {
  /** Bytes that were put in, modulo 2^32. */
  written: 0,
  /** Bytes that were taken out, modulo 2^32. */
  read: 1,
  /** 1: nobody takes anything any more. */
  broken: 2,
  /** 1: the reader sleeps until something is put in. */
  readerSleeps: 3,
  /** 1: the writer wants to know when half of the queue is free. */
  writerWaits: 4,
} as const;

const WORDS = 8;
/** Bytes before the payload of a record: kind, gap and number; length. */
const HEAD = 8;
const MOST_KIND = 8;
/**
 * V8 copies to and from shared memory by words of so many bytes where both sides lie alike, and else byte by byte, which takes
 * four times as long. So a gap in front of the payload puts it where its source lies; what follows in the source goes on alike.
 */
const WORD = 8;
/** Payloads that go together are put together up to this size, in bytes. */
const GATHER = 256 * 1024;
/** Bytes that a system gives at a time, on most. */
const PAGE = 4096;
/** A reader that sleeps is woken for so many bytes: waking takes as long as decoding a hundred kilobytes. */
const WORTH_WAKING = 1024 * 1024;

/**
 * Has the system give shared memory now, without a change of what is in it, which another thread may have begun to fill. Whoever puts
 * the first bytes in would wait for it, which takes several times as long as filling it.
 */
export function touch(memory: SharedArrayBuffer): void {
  const words = new Int32Array(memory);
  for (let at = 0; at < words.length; at += PAGE / 4) Atomics.add(words, at, 0);
}

/** One record. The payload is valid until the next one is asked for; it is in two parts where it runs over the end. */
export interface QueueRecord {
  kind: number;
  /** What it is about, below 2^26. */
  id: number;
  parts: readonly Uint8Array[];
}

/**
 * A queue of records from one thread to one other, in shared memory of a fixed size, so that neither copies messages nor
 * gets far ahead. Whoever puts in makes sure that there is {@link room} first; the other one sleeps while it is empty.
 */
export class RecordQueue {
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #heads: Uint32Array;
  readonly #capacity: number;
  /** Where the record that is being put together begins, and how long its payload is, with the gap; -1: there is none. */
  #start = -1;
  #length = 0;
  #written: number;
  #read: number;

  /** `memory` is that of the queue on the other thread. `capacity` in bytes, a power of two. */
  constructor(from: { capacity: number } | { memory: SharedArrayBuffer }) {
    this.memory = 'memory' in from ? from.memory : new SharedArrayBuffer(WORDS * 4 + from.capacity);
    this.#words = new Int32Array(this.memory, 0, WORDS);
    this.#bytes = new Uint8Array(this.memory, WORDS * 4);
    this.#heads = new Uint32Array(this.memory, WORDS * 4);
    this.#capacity = this.#bytes.length;
    this.#written = this.#words[Word.written]! >>> 0;
    this.#read = this.#words[Word.read]! >>> 0;
  }

  /** Bytes that can be put in now. */
  get room(): number {
    const used = (this.#written - Atomics.load(this.#words, Word.read)) >>> 0;
    return this.#capacity - used - HEAD - (WORD - 1) - 3;
  }

  /** Whether the reader has given up. What is put in then is lost. */
  get isBroken(): boolean {
    return Atomics.load(this.#words, Word.broken) === 1;
  }

  /**
   * Puts a record in. `more`: the next one of the same kind and id may be joined to it, and it need not be seen before. A reader that sleeps
   * may go on sleeping until {@link publish}, if there is little for it.
   * Throws a `RangeError` where there is no room, unless the queue {@link isBroken}.
   */
  put(kind: number, id: number, payload: Uint8Array, more = false): void {
    if (this.#start >= 0 && !(more && this.#isOpen(kind, id))) this.#publish();
    if (this.room < payload.length) {
      if (this.isBroken) return;
      throw new RangeError(`a record of ${payload.length} bytes does not fit into the queue`);
    }
    if (this.#start < 0) {
      const gap = (payload.byteOffset - this.#written - HEAD) & (WORD - 1);
      this.#start = this.#written;
      this.#length = gap;
      this.#heads[(this.#written & (this.#capacity - 1)) >>> 2] = (id * WORD + gap) * MOST_KIND + kind;
      this.#written = (this.#written + HEAD + gap) >>> 0;
    }
    this.#copyIn(payload);
    this.#length += payload.length;
    if (!more || this.#length >= GATHER) this.#publish();
    if (this.#capacity - this.room >= WORTH_WAKING) this.#wake();
  }

  /** Lets the reader see everything, and wakes it: nothing more may come soon. */
  publish(): void {
    this.#publish();
    this.#wake();
  }

  #publish(): void {
    if (this.#start < 0) return;
    this.#heads[((this.#start + 4) & (this.#capacity - 1)) >>> 2] = this.#length;
    this.#start = -1;
    // The next head is whole words.
    this.#written = padded(this.#written);
    Atomics.store(this.#words, Word.written, this.#written);
  }

  #wake(): void {
    if (Atomics.load(this.#words, Word.readerSleeps) === 0) return;
    if (Atomics.exchange(this.#words, Word.readerSleeps, 0) === 1) Atomics.notify(this.#words, Word.written);
  }

  /**
   * Asks to be told when half of the queue is free; false where that is so already. Whoever asks has far less
   * room than that, so that the two threads do not wake each other for every record.
   */
  askForRoom(): boolean {
    this.publish();
    Atomics.store(this.#words, Word.writerWaits, 1);
    if (!this.#isHalfFree() && !this.isBroken) return true;
    // The reader may have seen the question and told; telling twice does no harm.
    Atomics.store(this.#words, Word.writerWaits, 0);
    return false;
  }

  /** Whether there is no record to take now. Only for the reading thread. */
  get isEmpty(): boolean {
    return Atomics.load(this.#words, Word.written) >>> 0 === this.#read;
  }

  /** The next record; waits for it. Only for the reading thread. */
  take(): QueueRecord {
    while (this.isEmpty) {
      Atomics.store(this.#words, Word.readerSleeps, 1);
      Atomics.wait(this.#words, Word.written, this.#read | 0);
    }
    const at = this.#read & (this.#capacity - 1);
    const head = this.#heads[at >>> 2]!;
    const length = this.#heads[((at + 4) & (this.#capacity - 1)) >>> 2]!;
    const gap = Math.floor(head / MOST_KIND) % WORD;
    const from = (at + HEAD + gap) & (this.#capacity - 1);
    const first = Math.min(length - gap, this.#capacity - from);
    const parts = [this.#bytes.subarray(from, from + first)];
    if (first < length - gap) parts.push(this.#bytes.subarray(0, length - gap - first));
    this.#read = padded(this.#read + HEAD + length);
    return { kind: head % MOST_KIND, id: Math.floor(head / (MOST_KIND * WORD)), parts };
  }

  /** Gives back the space of what was taken. True where the writer waits to hear of it. */
  release(): boolean {
    Atomics.store(this.#words, Word.read, this.#read | 0);
    return this.#isHalfFree() && Atomics.exchange(this.#words, Word.writerWaits, 0) === 1;
  }

  /** The reader gives up. */
  break(): void {
    Atomics.store(this.#words, Word.broken, 1);
  }

  #isHalfFree(): boolean {
    const used = (Atomics.load(this.#words, Word.written) - Atomics.load(this.#words, Word.read)) >>> 0;
    return used <= this.#capacity / 2;
  }

  #isOpen(kind: number, id: number): boolean {
    const head = this.#heads[(this.#start & (this.#capacity - 1)) >>> 2]!;
    return head % MOST_KIND === kind && Math.floor(head / (MOST_KIND * WORD)) === id;
  }

  #copyIn(payload: Uint8Array): void {
    const to = this.#written & (this.#capacity - 1);
    const first = Math.min(payload.length, this.#capacity - to);
    this.#bytes.set(first === payload.length ? payload : payload.subarray(0, first), to);
    if (first < payload.length) this.#bytes.set(payload.subarray(first), 0);
    this.#written = (this.#written + payload.length) >>> 0;
  }
}

/** The next place of whole words, modulo 2^32. */
function padded(place: number): number {
  return ((place + 3) & ~3) >>> 0;
}
