// Progressive enhancement: every page works without this file, by reloading.

/** How often what waits is looked at again when no event came, in ms: its place in the queue moves. */
const LOOK_AGAIN_MS = 10_000;
/** Events that come together cost one look. */
const GATHER_MS = 150;
/** A stream that was refused is opened again after this time, in ms. */
const REOPEN_MS = 5_000;
/** A stream that is away for this long is worth telling. */
const OFFLINE_AFTER_MS = 4_000;

/** What shows one person's answer: a card or a row, with the version of the answer that it shows. */
const shownPeople = () => [...document.querySelectorAll('[data-person]')];

/** Puts the server's own rendering of each person in the place of an older one. */
const update = (fresh) => {
  for (const shown of shownPeople()) {
    const next = fresh.querySelector(`[data-person="${shown.dataset.person}"]`);
    if (next === null || Number(next.dataset.version) < Number(shown.dataset.version)) continue;
    // The same again: a screen reader need not hear it.
    if (next.dataset.version === shown.dataset.version && next.textContent === shown.textContent) continue;
    const ticked = shown.querySelector('input[type="checkbox"]')?.checked === true;
    const focused = shown.contains(document.activeElement) ? document.activeElement.tagName : null;
    shown.replaceWith(document.importNode(next, true));
    const placed = document.querySelector(`[data-person="${next.dataset.person}"]`);
    const box = placed.querySelector('input[type="checkbox"]:not(:disabled)');
    if (ticked && box !== null) box.checked = true;
    if (focused !== null) placed.querySelector(focused)?.focus();
  }
  countDown();
};

let looking = false;
let lookAgain = false;

/** Fetches this page again and takes the people from it; asked for while it runs, it runs once more. */
const look = async () => {
  lookAgain = looking;
  if (looking || shownPeople().length === 0) return;
  looking = true;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    // Sent elsewhere: the session is over, and the login page knows what to do.
    if (response.redirected) return location.reload();
    if (response.ok) update(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    // Offline: the stream shows the notice, and the next event or look asks again.
  } finally {
    looking = false;
    if (lookAgain) look();
  }
};

let gathering;
const lookSoon = () => {
  clearTimeout(gathering);
  gathering = setTimeout(look, GATHER_MS);
};

/** Follows the stream of answers; what is shown in an older version is looked at again. */
const follow = () => {
  const notice = document.getElementById('offline');
  const source = new EventSource('/api/v1/events');
  let timer;
  source.addEventListener('open', () => {
    clearTimeout(timer);
    notice.hidden = true;
    // What changed while there was no stream.
    lookSoon();
  });
  source.addEventListener('error', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      notice.hidden = false;
    }, OFFLINE_AFTER_MS);
    // Refused: the browser gives up. When the session is over the look goes to the login page.
    if (source.readyState === EventSource.CLOSED) {
      lookSoon();
      setTimeout(follow, REOPEN_MS);
    }
  });
  source.addEventListener('census', (event) => {
    const { userId, version } = JSON.parse(event.data);
    if (shownPeople().some(({ dataset }) => dataset.person === userId && Number(dataset.version) < version))
      lookSoon();
  });
  addEventListener('pagehide', () => source.close());
};

/** A refresh button counts down to the moment when it may be used. */
const countDown = () => {
  for (const button of document.querySelectorAll('[data-free-at]:not([data-counting])')) {
    button.dataset.counting = '';
    const label = button.querySelector('span');
    const tick = () => {
      const seconds = Math.ceil((Date.parse(button.dataset.freeAt) - Date.now()) / 1000);
      button.disabled = seconds > 0;
      if (label !== null) label.textContent = seconds > 0 ? `Actualizar en ${seconds} s` : 'Actualizar';
      if (seconds > 0 && button.isConnected) setTimeout(tick, 1000);
    };
    tick();
  }
};

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    const label = button.querySelector('span');
    try {
      await navigator.clipboard.writeText(field.value);
      label.textContent = 'Copiado';
    } catch {
      field.select();
      label.textContent = 'Cópielo con Ctrl-C';
    }
    setTimeout(() => {
      label.textContent = 'Copiar';
    }, 2500);
  });
}

if (document.body.hasAttribute('data-live')) {
  countDown();
  if ('EventSource' in window) follow();
  // Taken out of the back-forward cache, the page has a closed stream.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  setInterval(() => {
    if (!document.hidden && document.querySelector('[data-waiting]') !== null) look();
  }, LOOK_AGAIN_MS);
  // A sleeping phone wakes with a dead stream and an old answer.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look();
  });
}
