/// <reference lib="esnext.disposable" preserve="true" />

/** Something to close, by hand or by `using` and `await using`. */
export interface Closeable {
  close(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * The object with what `using` and `await using` look for. Where the platform lacks the symbols they are defined now and
 * not when this module is loaded, which would be a side effect: what is disposed of was created before.
 */
export function disposable<T extends { close(): void }>(value: T): T & Closeable {
  defineSymbol('dispose');
  defineSymbol('asyncDispose');
  return Object.assign(value, {
    [Symbol.dispose](this: T): void {
      this.close();
    },
    async [Symbol.asyncDispose](this: T): Promise<void> {
      this.close();
    },
  });
}

function defineSymbol(name: 'dispose' | 'asyncDispose'): void {
  if (Symbol[name] !== undefined) return;
  Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
}
