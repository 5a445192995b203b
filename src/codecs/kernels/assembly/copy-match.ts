/**
 * Copies `count` bytes, two or more, from `from` to `to`, a match of that distance: where it is shorter than the match,
 * what has just been written is repeated. It works in large steps: up to 15 bytes behind the match are written as well.
 */
export function copyMatch(to: u32, from: u32, distance: u32, count: u32): void {
  const stop = to + count;
  if (distance >= 8) {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
    while (to + 16 < stop) {
      to += 16;
      from += 16;
      store<u64>(to, load<u64>(from));
      store<u64>(to, load<u64>(from, 8), 8);
    }
  } else {
    // Seven bytes on, the last 8 to 14 are a multiple of the distance long: go on with those, a word at a time.
    const seventh = to + 7;
    do {
      store<u8>(to++, load<u8>(from++));
    } while (to < seventh);
    if (count > 7) {
      // The smallest multiple of 1 to 7 that is 8 or more has a hexadecimal digit each.
      from = to - ((<u32>0xeca8_9880 >> (distance << 2)) & 15);
      do {
        store<u64>(to, load<u64>(from));
        store<u64>(to, load<u64>(from, 8), 8);
        to += 16;
        from += 16;
      } while (to < stop);
    }
  }
}
