import { type BerValue, Tag } from './ber-value.js';

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})?$/;

/**
 * UTCTime or GeneralizedTime (X.680 46, 47; RFC 5280 4.1.2.5) as milliseconds since 1970-01-01 UTC. Seconds and a zone
 * may be absent in what old tools wrote; fractions of a second are kept to milliseconds. Throws `ASN1_MALFORMED`.
 */
export function parseAsn1Time(value: BerValue): number {
  const isUtc = value.tag === Tag.utcTime;
  if (!isUtc) value.expect(Tag.generalizedTime);
  if (value.content.length > 32) throw value.malformed('not a time');
  let text = String.fromCharCode(...value.content);
  if (isUtc) text = `${text < '5' ? '20' : '19'}${text}`;
  const match = TIME.exec(text);
  if (!match) throw value.malformed('not a time');
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  const [months, days, hours, minutes] = [Number(month), Number(day), Number(hour), Number(minute)];
  if (months < 1 || months > 12 || days < 1 || days > 31 || hours > 23 || minutes > 59 || Number(second) > 60)
    throw value.malformed('not a time');
  // No day is the 30th of February, which Date takes for one of March.
  if (new Date(Date.UTC(Number(year), months - 1, days)).getUTCDate() !== days)
    throw value.malformed('not a time');
  const time = Date.UTC(Number(year), months - 1, days, hours, minutes, Number(second), ms);
  if (zone === 'Z') return time;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return time - (zone[0] === '-' ? -1 : 1) * offset * 60_000;
}
