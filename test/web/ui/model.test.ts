import { expect, it } from 'vitest';
import type { AnswerMessage, RequestMessage } from '../../../web/protocol.js';
import { Model } from '../../../web/ui/model.js';

/** A worker that answers when it is told to. */
class FakeWorker {
  static all: FakeWorker[] = [];
  readonly asked: RequestMessage[] = [];
  isEnded = false;
  #listener: (event: { data: AnswerMessage }) => void = () => {};

  constructor() {
    FakeWorker.all.push(this);
  }

  addEventListener(name: string, listener: (event: { data: AnswerMessage }) => void): void {
    if (name === 'message') this.#listener = listener;
  }

  postMessage(message: RequestMessage): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  async answer(answer: unknown, at = this.asked.length - 1): Promise<void> {
    this.#listener({ data: { kind: 'answer', id: this.asked[at]!.id, answer } });
    await settled();
  }

  async fail(): Promise<void> {
    const error = { code: 'PACKAGE_UNKNOWN', message: 'no package' };
    this.#listener({ data: { kind: 'error', id: this.asked.at(-1)!.id, error } });
    await settled();
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const view = { description: { name: 'a', kind: 'msi', size: 1 }, files: [], tables: [], warnings: [] };
const requestOf = (name: string) => ({ file: new File(['x'], name), beside: [], inside: [] });

async function modelWithPackage() {
  FakeWorker.all = [];
  const model = new Model(
    () => new FakeWorker() as unknown as Worker,
    () => {},
  );
  void model.open(requestOf('a.msi'), []);
  const reader = FakeWorker.all[0]!;
  await reader.answer(view);
  return { model, reader };
}

it('keeps what is open where the next package fails or is cancelled', async () => {
  const { model, reader } = await modelWithPackage();
  void model.open(requestOf('b.msi'), []);
  await reader.fail();
  expect(model.state.problem?.heading).toContain('b.msi');
  expect(model.current?.request.file.name).toBe('a.msi');
  expect(reader.isEnded).toBe(false);
  expect(FakeWorker.all.at(-1)!.asked.map(({ name }) => name)).toEqual(['open', 'signatures']);

  void model.open(requestOf('c.msi'), []);
  model.cancel();
  await settled();
  expect(reader.isEnded).toBe(true);
  void model.ask('readTable', { table: 'File' }, '');
  const [opening, asking] = FakeWorker.all.at(-1)!.asked;
  expect((opening!.request as { file: File }).file.name).toBe('a.msi');
  expect(asking!.name).toBe('readTable');
});

it('shows the work on the package that is being opened, though that on another one ends', async () => {
  const { model } = await modelWithPackage();
  void model.check({ kb: '1', article: null, product: null });
  void model.hashFile({ row: 0 } as never);
  void model.open(requestOf('b.msi'), []);
  await settled();
  expect(model.state.work?.title).toContain('b.msi');
  expect([model.state.problem, model.state.notice]).toEqual([null, '']);
});

it('opens the first package in a worker that was started before', async () => {
  FakeWorker.all = [];
  const model = new Model(
    () => new FakeWorker() as unknown as Worker,
    () => {},
  );
  model.warm();
  void model.open(requestOf('a.msi'), []);
  expect(FakeWorker.all).toHaveLength(1);
  await FakeWorker.all[0]!.fail();
  void model.open(requestOf('b.msi'), []);
  expect(FakeWorker.all).toHaveLength(1);
  await FakeWorker.all[0]!.answer(view);
  expect(model.state.places).toHaveLength(1);
});
