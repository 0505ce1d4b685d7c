/** Fields of a form that say what it is to do, rather than how. */
const said = 'input:not([type="checkbox"], [type="radio"], [type="file"]), select, textarea';

/**
 * Does what a click on a control does, for its key. A field is gone into. A button that cannot be pressed yet because its form
 * is not filled in leads to the form's first field instead; any other does nothing.
 */
export function pressElement(element: unknown): void {
  if (!(element instanceof HTMLElement)) return;
  if (element.matches(said)) element.focus();
  else if (element instanceof HTMLButtonElement && element.disabled)
    element.form?.querySelector<HTMLElement>(said)?.focus();
  else element.click();
}
