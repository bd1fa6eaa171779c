/**
 * Runs in the browser, and every page works without it: what carries `data-live` is fetched again as long as the answer
 * carries it, too. It writes nothing and asks nobody but the console.
 */
export const LIVE = `'use strict';
(() => {
  const LONGEST_MS = 20000;
  const follow = (part, wait) => {
    setTimeout(async () => {
      if (!part.isConnected) return;
      if (document.hidden) return follow(part, wait);
      try {
        const answer = await fetch(part.dataset.live, { credentials: 'same-origin', headers: { Accept: 'text/html' } });
        if (answer.redirected || answer.status === 401) return location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        const next = new DOMParser().parseFromString(await answer.text(), 'text/html').body.firstElementChild;
        if (next === null) return location.reload();
        if (next.dataset.reload !== undefined) return location.reload();
        part.replaceWith(document.adoptNode(next));
        if (next.dataset.live !== undefined) follow(next, Number(next.dataset.every));
      } catch {
        follow(part, Math.min(LONGEST_MS, 2 * wait));
      }
    }, wait);
  };
  for (const part of document.querySelectorAll('[data-live]')) follow(part, Number(part.dataset.every));
})();
`;
