import { Session } from 'node:inspector';

interface Frame {
  functionName: string;
  location: { lineNumber: number };
  url: string;
}

/** How long the thread has to answer, milliseconds; inside one call of Node it cannot. */
const PATIENCE = 1500;

/** Asks a thread that does not come back where it is, by its debugger. */
export class StackOfThread {
  /** Frames as `at function file:line`, innermost first; empty where the thread does not say. */
  static async take(): Promise<string> {
    const session = new Session();
    session.connect();
    try {
      return await Promise.race([
        new StackOfThread(session).#frames(),
        new Promise<string>((resolve) => setTimeout(() => resolve(''), PATIENCE)),
      ]);
    } finally {
      session.disconnect();
    }
  }

  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  #frames(): Promise<string> {
    return new Promise((resolve) => {
      this.#on('NodeWorker.attachedToWorker', ({ sessionId }) => {
        this.#toThread(sessionId, 1, 'Debugger.enable');
        this.#toThread(sessionId, 2, 'Debugger.pause');
      });
      this.#on('NodeWorker.receivedMessageFromWorker', ({ message }) => {
        const { method, params } = JSON.parse(message) as {
          method?: string;
          params: { callFrames: Frame[] };
        };
        if (method !== 'Debugger.paused') return;
        resolve(
          params.callFrames
            .map(
              ({ functionName, url, location }) =>
                `    at ${functionName || 'anonymous'} ${url.replace(/^.*\//, '')}:${location.lineNumber + 1}`,
            )
            .join('\n'),
        );
      });
      this.#session.post('NodeWorker.enable' as never, { waitForDebuggerOnStart: false } as never);
    });
  }

  #on(event: string, listener: (params: { sessionId: string; message: string }) => void): void {
    this.#session.on(event, ({ params }: { params: { sessionId: string; message: string } }) =>
      listener(params),
    );
  }

  #toThread(sessionId: string, id: number, method: string): void {
    this.#session.post(
      'NodeWorker.sendMessageToWorker' as never,
      { sessionId, message: JSON.stringify({ id, method }) } as never,
    );
  }
}
