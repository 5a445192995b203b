import { render } from 'preact';
import type { ServedFile } from './protocol.js';
import { App } from './ui/app.js';
import { Model } from './ui/model.js';
import { save } from './ui/parts.js';
import { showActingEverywhere } from './ui/visible-everywhere.js';

/** The worker's script is in the page itself, or a file beside it. */
function startWorker(): Worker {
  const inPage = document.getElementById('worker')?.textContent;
  if (!inPage) return new Worker('worker.js');
  const address = URL.createObjectURL(new Blob([inPage], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

/** The facts in a block of data that `hotfixkit view` puts into the page; null without one. */
function blockOf<Facts>(id: string): Facts | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as Facts) : null;
}

/** A file whose bytes are in a block of the page. */
function fileOf(id: string, name: string): File {
  const base64 = document.getElementById(id)?.textContent ?? '';
  return new File([Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0))], name);
}

/** Opens the package that the page came with: in it, or on its server, which ends with the page. */
function openOwn(model: Model): void {
  const inside = blockOf<{ name: string; beside: { path: string }[] }>('package');
  const served = blockOf<ServedFile & { beside: (ServedFile & { path: string })[] }>('served');
  if (inside) {
    const beside = inside.beside.map(({ path }, i) => ({
      path,
      file: fileOf(`package-bytes${i + 1}`, path),
    }));
    void model.open({ file: fileOf('package-bytes', inside.name), beside, inside: [] }, []);
  } else if (served) {
    // Answered for as long as the page is open.
    fetch(new URL('open', served.address)).catch(() => {});
    const { beside, ...file } = served;
    void model.open({ file, beside: beside.map((one) => ({ path: one.path, file: one })), inside: [] }, []);
  }
}

showActingEverywhere();
const model = new Model(startWorker, save);
render(<App model={model} />, document.getElementById('page')!);
openOwn(model);
setTimeout(() => model.warm());
