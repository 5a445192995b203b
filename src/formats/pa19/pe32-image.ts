/** Indexes of the data directories that deltas use (PE format, "Optional Header Data Directories"). */
export const Pe32Directories = {
  export: 0,
  import: 1,
  resource: 2,
  baseRelocation: 5,
  loadConfig: 10,
  boundImport: 11,
} as const;

export const DIRECTORY_COUNT = 16;

const MACHINE_I386 = 0x14c;
const MEM_EXECUTE = 0x20000000;
const COFF_HEADER_SIZE = 20;
const SECTION_HEADER_SIZE = 40;
const DIRECTORIES_AT = 96;
/** The loader's limit of sections; further ones are ignored. */
const MAX_SECTIONS = 96;

export interface Pe32Section {
  /** Offset of its header in the file. */
  readonly headerAt: number;
  readonly virtualSize: number;
  readonly virtualAddress: number;
  readonly rawSize: number;
  readonly rawOffset: number;
  readonly isExecutable: boolean;
}

export interface Pe32Directory {
  readonly address: number;
  readonly size: number;
}

/**
 * A 32-bit executable that is changed in place: its headers and the mapping of relative virtual addresses to file
 * offsets. It differs from the PE parser for versions, since it follows the assumptions of the delta creator, not the
 * loader.
 */
export class Pe32Image {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly sections: readonly Pe32Section[];
  readonly sizeOfImage: number;
  readonly sizeOfHeaders: number;
  readonly #coffAt: number;
  readonly #optionalAt: number;
  readonly #directoryCount: number;

  private constructor(bytes: Uint8Array, view: DataView, coffAt: number) {
    this.bytes = bytes;
    this.view = view;
    this.#coffAt = coffAt;
    this.#optionalAt = coffAt + COFF_HEADER_SIZE;
    this.sizeOfImage = this.view.getUint32(this.#optionalAt + 56, true); // SizeOfImage, u4 at 56
    this.sizeOfHeaders = this.view.getUint32(this.#optionalAt + 60, true); // SizeOfHeaders, u4 at 60
    this.#directoryCount = Math.min(
      this.view.getUint32(this.#optionalAt + 92, true), // NumberOfRvaAndSizes, u4 at 92
      DIRECTORY_COUNT,
      (bytes.length - this.#optionalAt - DIRECTORIES_AT) >> 3,
    );
    this.sections = this.#readSections();
  }

  /**
   * Null for files other than PE32: PE32+ and other files are neither normalised nor transformed. `bytes` is not
   * copied.
   */
  static open(bytes: Uint8Array): Pe32Image | null {
    if (bytes.length < 64 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return null; // "MZ"
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headerAt = view.getUint32(0x3c, true); // e_lfanew, u4 at 0x3C
    if (headerAt + 4 + COFF_HEADER_SIZE + DIRECTORIES_AT > bytes.length) return null;
    if (view.getUint32(headerAt, true) !== 0x00004550) return null; // "PE\0\0"
    if (view.getUint16(headerAt + 4 + COFF_HEADER_SIZE, true) !== 0x10b) return null; // Magic of PE32
    return new Pe32Image(bytes, view, headerAt + 4);
  }

  #readSections(): Pe32Section[] {
    const view = this.view;
    const count = view.getUint16(this.#coffAt + 2, true); // NumberOfSections, u2 at 2
    const tableAt = this.#optionalAt + view.getUint16(this.#coffAt + 16, true); // SizeOfOptionalHeader, u2 at 16
    const sections: Pe32Section[] = [];
    for (let i = 0; i < Math.min(count, MAX_SECTIONS); i++) {
      const headerAt = tableAt + i * SECTION_HEADER_SIZE;
      if (headerAt + SECTION_HEADER_SIZE > this.bytes.length) break;
      sections.push({
        headerAt,
        virtualSize: view.getUint32(headerAt + 8, true), // VirtualSize, u4 at 8
        virtualAddress: view.getUint32(headerAt + 12, true), // VirtualAddress, u4 at 12
        rawSize: view.getUint32(headerAt + 16, true), // SizeOfRawData, u4 at 16
        rawOffset: view.getUint32(headerAt + 20, true), // PointerToRawData, u4 at 20
        isExecutable: (view.getUint32(headerAt + 36, true) & MEM_EXECUTE) !== 0, // Characteristics, u4 at 36
      });
    }
    return sections;
  }

  get isI386(): boolean {
    return this.view.getUint16(this.#coffAt, true) === MACHINE_I386; // Machine, u2 at 0
  }

  get timestamp(): number {
    return this.view.getUint32(this.#coffAt + 4, true); // TimeDateStamp, u4 at 4
  }

  set timestamp(value: number) {
    this.view.setUint32(this.#coffAt + 4, value, true);
  }

  get imageBase(): number {
    return this.view.getUint32(this.#optionalAt + 28, true); // ImageBase, u4 at 28
  }

  set imageBase(value: number) {
    this.view.setUint32(this.#optionalAt + 28, value, true);
  }

  get checksum(): number {
    return this.view.getUint32(this.#optionalAt + 64, true); // CheckSum, u4 at 64
  }

  set checksum(value: number) {
    this.view.setUint32(this.#optionalAt + 64, value, true);
  }

  /** One of {@link Pe32Directories}; address and size are 0 if absent. */
  directory(index: number): Pe32Directory {
    if (index >= this.#directoryCount) return { address: 0, size: 0 };
    const at = this.#optionalAt + DIRECTORIES_AT + index * 8;
    return { address: this.view.getUint32(at, true), size: this.view.getUint32(at + 4, true) };
  }

  clearDirectory(index: number): void {
    const at = this.#optionalAt + DIRECTORIES_AT + index * 8;
    if (index < this.#directoryCount) this.bytes.fill(0, at, at + 8);
  }

  /**
   * Offset in the file of `length` bytes at a relative virtual address, or -1 if the file lacks them. SizeOfRawData,
   * not VirtualSize, decides which section holds an address; the headers come first.
   */
  offsetOf(address: number, length: number): number {
    let offset = -1;
    if (address < this.sizeOfHeaders) offset = address;
    else {
      const section = this.sectionOf(address);
      if (section) offset = section.rawOffset + address - section.virtualAddress;
    }
    return offset + length <= this.bytes.length ? offset : -1;
  }

  /** The section whose data in the file holds an address; of overlapping ones the first listed. */
  sectionOf(address: number): Pe32Section | null {
    const { sections } = this;
    for (let i = 0; i < sections.length; i++) {
      const section = sections[i]!;
      const distance = address - section.virtualAddress;
      if (distance >= 0 && distance < section.rawSize) return section;
    }
    return null;
  }
}
