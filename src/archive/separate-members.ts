import { HotfixkitError } from '../core/errors.js';
import type { FilePart } from './archive.js';
import { type ContainerMember, headOf, type JudgeHead } from './container.js';

/** What a container does whose members are compressed separately or not at all: each of them opens itself. */
export abstract class SeparateMembers {
  batches(members: readonly ContainerMember[]): ContainerMember[][] {
    return members.map((member) => [member]);
  }

  decode(members: readonly ContainerMember[]): Generator<FilePart<ContainerMember>, void, void> {
    return decodeEach(members);
  }

  heads<T>(
    members: readonly ContainerMember[],
    length: number,
    judge: JudgeHead<T>,
  ): Map<ContainerMember, T> {
    return new Map(headsOfEach(members, judge, (member) => headOf(member, length)));
  }

  /** Nothing before a member needs to be decoded for it. */
  prefetch(): void {}
}

export function* decodeEach<Member extends ContainerMember>(
  members: readonly Member[],
): Generator<FilePart<Member>, void, void> {
  for (const file of members) {
    for (const chunk of file.pieces()) yield { file, chunk };
    yield { file, end: true };
  }
}

/** The verdicts on members by their first bytes, without those that cannot be read. */
export function* headsOfEach<Member extends ContainerMember, T>(
  members: readonly Member[],
  judge: JudgeHead<T>,
  head: (member: Member) => Uint8Array,
  isExpected: (error: HotfixkitError) => boolean = ({ kind }) => kind === 'input',
): Generator<[Member, T], void, void> {
  for (const member of members) {
    try {
      yield [member, judge(member, head(member))];
    } catch (error) {
      // Opening the member reports the error.
      if (!(error instanceof HotfixkitError) || !isExpected(error)) throw error;
    }
  }
}
