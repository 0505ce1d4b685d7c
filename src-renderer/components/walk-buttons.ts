/** For `keydown` around a list of buttons: Down and Up go from one to the next, Home and End to the ends. At the ends it goes round. */
export function walkButtons(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined || buttons.length === 0) return;
  event.preventDefault();
  buttons.at(to % buttons.length)?.focus();
}
