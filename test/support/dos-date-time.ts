/** A date, read as UTC, to the two 16-bit words of MS-CAB 2.3. */
export function formatDosDateTime(value: Date): { date: number; time: number } {
  return {
    date: ((value.getUTCFullYear() - 1980) << 9) | ((value.getUTCMonth() + 1) << 5) | value.getUTCDate(),
    time: (value.getUTCHours() << 11) | (value.getUTCMinutes() << 5) | (value.getUTCSeconds() >> 1),
  };
}
