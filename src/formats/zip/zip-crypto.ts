import { crc32Byte } from '../../core/crc32.js';

/** Bytes before the content of an entry; the last one verifies the password. */
export const ZIP_CRYPTO_HEADER = 12;

/** The traditional encryption of zip archives (APPNOTE.TXT 6.1): three keys, updated with every byte. */
export class ZipCrypto {
  #key0 = 0x12345678;
  #key1 = 0x23456789;
  #key2 = 0x34567890;

  constructor(password: Uint8Array) {
    for (const byte of password) this.#stir(byte);
  }

  /** The plain text, as a new array. Pieces must come in order. */
  decrypt(bytes: Uint8Array): Uint8Array {
    const plain = new Uint8Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]! ^ this.#mask();
      plain[i] = byte;
      this.#stir(byte);
    }
    return plain;
  }

  #mask(): number {
    const low = (this.#key2 & 0xffff) | 2;
    return (Math.imul(low, low ^ 1) >>> 8) & 0xff;
  }

  #stir(byte: number): void {
    this.#key0 = crc32Byte(this.#key0, byte);
    this.#key1 = (Math.imul((this.#key1 + (this.#key0 & 0xff)) | 0, 134775813) + 1) | 0;
    this.#key2 = crc32Byte(this.#key2, this.#key1 >>> 24);
  }
}
