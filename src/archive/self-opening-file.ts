import { BufferSource } from '../core/byte-source.js';
import { type FileFacts, readFileFacts } from '../formats/pe/file-facts.js';
import { FileFactsCollector } from '../formats/pe/file-facts-collector.js';
import type { ArchiveFile } from './archive.js';

/** Implements the methods of a file from its `pieces`. */
export abstract class SelfOpeningFile implements ArchiveFile {
  abstract readonly size: number;
  abstract readonly readOnly: boolean;

  abstract modified(): Date | null;
  abstract pieces(): Generator<Uint8Array, void, void>;

  bytes(): Uint8Array {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (const piece of this.pieces()) {
      pieces.push(piece.slice());
      size += piece.length;
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  stream(): ReadableStream<Uint8Array> {
    let pieces: Generator<Uint8Array, void, void> | null = null;
    return new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pieces ??= this.pieces();
        const next = pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value.slice());
      },
      cancel: () => void pieces?.return(),
    });
  }

  facts(): FileFacts {
    const collector = new FileFactsCollector(this.size);
    for (const piece of this.pieces()) collector.write(piece);
    return collector.finish() ?? readFileFacts(new BufferSource(this.bytes()));
  }
}
