/*
 * Makes a library for Windows without code, whose only function is that of another library:
 * node forwarder.js OUT.DLL NAME.DLL FUNCTION OTHER.FUNCTION
 */
import { writeFileSync } from 'node:fs';

const [out, dllName, exportName, target] = process.argv.slice(2);
/** Where the only section is in memory, and in the file. */
const ADDRESS = 0x1000;
const FILE_ADDRESS = 0x200;

const section = Buffer.alloc(0x200);
const EXPORT_DIRECTORY = 40;
let end = EXPORT_DIRECTORY;
const reserve = (length) => {
  end += length;
  return end - length;
};
const text = (value) => {
  const at = reserve(value.length + 1);
  section.write(`${value}\0`, at, 'latin1');
  return ADDRESS + at;
};
const functions = reserve(4);
const names = reserve(4);
const ordinals = reserve(4);
const [nameAddress, exportAddress, targetAddress] = [dllName, exportName, target].map(text);
section.writeUInt32LE(nameAddress, 12);
section.writeUInt32LE(1, 16); // first ordinal
section.writeUInt32LE(1, 20); // functions
section.writeUInt32LE(1, 24); // names
section.writeUInt32LE(ADDRESS + functions, 28);
section.writeUInt32LE(ADDRESS + names, 32);
section.writeUInt32LE(ADDRESS + ordinals, 36);
section.writeUInt32LE(targetAddress, functions);
section.writeUInt32LE(exportAddress, names);

const header = Buffer.alloc(FILE_ADDRESS);
header.write('MZ', 0, 'latin1');
header.writeUInt32LE(0x40, 0x3c);
header.write('PE\0\0', 0x40, 'latin1');
const coff = 0x44;
header.writeUInt16LE(0x8664, coff);
header.writeUInt16LE(1, coff + 2);
header.writeUInt16LE(240, coff + 16);
header.writeUInt16LE(0x2022, coff + 18); // executable, large addresses, DLL
const optional = coff + 20;
header.writeUInt16LE(0x20b, optional); // PE32+
header.writeUInt32LE(section.length, optional + 8);
header.writeBigUInt64LE(0x1_8000_0000n, optional + 24); // image base
header.writeUInt32LE(0x1000, optional + 32); // alignment in memory
header.writeUInt32LE(0x200, optional + 36); // alignment in the file
header.writeUInt16LE(6, optional + 40);
header.writeUInt16LE(6, optional + 48);
header.writeUInt32LE(0x2000, optional + 56); // size in memory
header.writeUInt32LE(header.length, optional + 60);
header.writeUInt16LE(3, optional + 68); // console
header.writeUInt16LE(0x0160, optional + 70);
header.writeBigUInt64LE(0x100000n, optional + 72);
header.writeBigUInt64LE(0x1000n, optional + 80);
header.writeBigUInt64LE(0x100000n, optional + 88);
header.writeBigUInt64LE(0x1000n, optional + 96);
header.writeUInt32LE(16, optional + 108);
header.writeUInt32LE(ADDRESS, optional + 112);
header.writeUInt32LE(end, optional + 116);
const table = optional + 240;
header.write('.rdata\0\0', table, 'latin1');
header.writeUInt32LE(end, table + 8);
header.writeUInt32LE(ADDRESS, table + 12);
header.writeUInt32LE(section.length, table + 16);
header.writeUInt32LE(FILE_ADDRESS, table + 20);
header.writeUInt32LE(0x40000040, table + 36); // readable data
writeFileSync(out, Buffer.concat([header, section]));
