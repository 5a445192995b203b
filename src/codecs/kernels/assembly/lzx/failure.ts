/** What the last error expected and found, where it says so. */
export let expected: i32 = 0;
export let found: i32 = 0;

/** An error that says more: what was expected, and what is there instead. */
export function failure(status: i32, wanted: u32, actual: u32): i32 {
  expected = wanted;
  found = actual;
  return status;
}
