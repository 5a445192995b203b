/** Messages of V8 and Node for an allocation that is too large. */
const messages = [
  /^Array buffer allocation failed/,
  /^Invalid string length/,
  /^Invalid array length/,
  /^Invalid typed array length: \d{9,}/,
  /^(Map|Set) maximum size exceeded/,
  /^The value of "size" is out of range\. It must be >= 0 && <= \d+\. Received [1-9]/,
];

const codes: ReadonlySet<unknown> = new Set([
  'ERR_MEMORY_ALLOCATION_FAILED',
  'ERR_STRING_TOO_LONG',
  'ERR_BUFFER_TOO_LARGE',
  'ERR_WORKER_OUT_OF_MEMORY',
]);

/** Whether an error means that memory ran out. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (codes.has((error as NodeJS.ErrnoException).code)) return true;
  return error instanceof RangeError && messages.some((message) => message.test(error.message));
}
