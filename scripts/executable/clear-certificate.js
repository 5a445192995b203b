/** Offsets into the headers of a portable executable (PE format, "Optional Header"). */
const PE_OFFSET = 0x3c;
const OPTIONAL_HEADER = 24;
const CHECKSUM = 64;
const PE32_PLUS = 0x20b;
const DIRECTORIES = { pe32: 96, pe32Plus: 112 };
/** The directory of certificates is the fifth; its place is an offset into the file, not an address. */
const CERTIFICATES = 4;

/**
 * Takes Authenticode's signature off a portable executable: what is put into the file makes it invalid, and programs that
 * sign refuse to sign beside one. Returns other bytes.
 *
 * @throws Error where something follows the certificates, which only a program that is not understood would have.
 */
export function clearCertificate(signed) {
  const bytes = Buffer.from(signed);
  const header = bytes.readUInt32LE(PE_OFFSET);
  if (bytes.toString('latin1', header, header + 4) !== 'PE\0\0')
    throw new Error('this is no portable executable');
  const optional = header + OPTIONAL_HEADER;
  const is64 = bytes.readUInt16LE(optional) === PE32_PLUS;
  const entry = optional + (is64 ? DIRECTORIES.pe32Plus : DIRECTORIES.pe32) + CERTIFICATES * 8;
  const [offset, size] = [bytes.readUInt32LE(entry), bytes.readUInt32LE(entry + 4)];
  if (size === 0) return bytes;
  if (offset + size < bytes.length) throw new Error('something follows the certificates');
  bytes.writeBigUInt64LE(0n, entry);
  // The checksum is of the file as it was; 0 says that there is none.
  bytes.writeUInt32LE(0, optional + CHECKSUM);
  return bytes.subarray(0, offset);
}
