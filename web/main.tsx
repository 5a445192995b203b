import { render } from 'preact';
import { App } from './ui/app.js';
import { Model } from './ui/model.js';
import { save } from './ui/parts.js';

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

render(<App model={new Model(startWorker, save)} />, document.getElementById('page')!);
