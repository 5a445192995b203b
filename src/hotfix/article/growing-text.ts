/**
 * A text that grows piece by piece. Its end is looked at and cut off without joining all of it: a long line of small elements would take
 * the square of their number.
 */
export class GrowingText {
  #pieces: string[] = [];
  #length = 0;
  /** The first piece that is not only blanks. */
  #inked = -1;

  get length(): number {
    return this.#length;
  }

  /** Whether there is nothing but blanks. */
  get isBlank(): boolean {
    return this.#inked < 0;
  }

  add(piece: string): void {
    if (piece === '') return;
    if (this.#inked < 0 && /\S/.test(piece)) this.#inked = this.#pieces.length;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The last characters, at most so many. */
  end(most: number): string {
    let end = '';
    for (let i = this.#pieces.length - 1; i >= 0 && end.length < most; i--) end = this.#pieces[i]! + end;
    return end.length > most ? end.slice(end.length - most) : end;
  }

  /** Leaves out what stands behind the first characters. */
  cut(length: number): void {
    while (this.#length > length) {
      const last = this.#pieces.pop()!;
      this.#length -= last.length;
      if (this.#inked === this.#pieces.length) this.#inked = -1;
      if (this.#length < length) this.add(last.slice(0, length - this.#length));
    }
  }

  /** The whole text, which begins anew. */
  take(): string {
    const whole = this.#pieces.length === 1 ? this.#pieces[0]! : this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    this.#inked = -1;
    return whole;
  }
}
