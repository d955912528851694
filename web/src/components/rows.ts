/** Rows are found by their headline's link, in the order of the page. */
export const ROW_LINK = "data-row-link";

let lastOpened: string | null = null;

/** Where j and k go on from after a visit to an article. */
export function rememberOpened(urlHash: string): void {
  lastOpened = urlHash;
}

function start(links: HTMLElement[], step: 1 | -1): number {
  const opened = links.findIndex((link) => link.getAttribute(ROW_LINK) === lastOpened);
  if (opened >= 0) return opened;
  const seen = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
  return step === 1 ? seen - 1 : Math.max(seen, 0);
}

/** Moves the focus to the next or previous row; false where there are no rows. */
export function moveInRows(step: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>(`[${ROW_LINK}]`)];
  if (links.length === 0) return false;
  const current = links.findIndex((link) => link === document.activeElement);
  const from = current >= 0 ? current : start(links, step);
  const next = links[Math.min(links.length - 1, Math.max(0, from + step))];
  next?.focus({ preventScroll: true });
  next?.closest("article")?.scrollIntoView({ block: "nearest" });
  return true;
}
