/// <reference lib="esnext.disposable" preserve="true" />

/** An object that is closed by `close()`, `using` or `await using`. */
export interface Closeable {
  close(): void;
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Adds the methods that `using` and `await using` call. If the platform lacks the symbols, they are defined at the
 * first call, because defining them when this module is loaded would be a side effect.
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
