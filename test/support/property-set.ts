export const FMTID = [
  0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10, 0xab, 0x91, 0x08, 0x00, 0x2b, 0x27, 0xb3, 0xd9,
];

/** A property set as MS-OLEPS 2.21 lays it out: properties are words of their type and value. */
export function propertySet(
  properties: [id: number, value: number[]][],
  change: { order?: number; fmtid?: number[] } = {},
): Uint8Array {
  const header = 8 + 8 * properties.length;
  const places: number[] = [];
  const values: number[] = [];
  for (const [id, value] of properties) {
    places.push(...u32(id), ...u32(header + values.length));
    values.push(...value);
    while (values.length % 4 !== 0) values.push(0);
  }
  const section = [...u32(header + values.length), ...u32(properties.length), ...places, ...values];
  return Uint8Array.from([
    ...u16(change.order ?? 0xfffe),
    ...u16(0),
    ...u32(0x00020005),
    ...new Array<number>(16).fill(0),
    ...u32(1),
    ...(change.fmtid ?? FMTID),
    ...u32(48),
    ...section,
  ]);
}

export const u16 = (n: number): number[] => [n & 255, (n >> 8) & 255];
export const u32 = (n: number): number[] => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24];
export const ascii = (text: string): number[] => [...text].map((c) => c.charCodeAt(0));
export const i2 = (n: number): number[] => [...u32(2), ...u16(n)];
export const i4 = (n: number): number[] => [...u32(3), ...u32(n)];
export const text = (bytes: number[], length = bytes.length + 1): number[] => [
  ...u32(30),
  ...u32(length),
  ...bytes,
  0,
];
// 2009-12-31T23:59:58Z is 129067775980000000 ticks.
export const filetime = [...u32(64), ...u32(0x5b3cd300), ...u32(0x01ca8a75)];
