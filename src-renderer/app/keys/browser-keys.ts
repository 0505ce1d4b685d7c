/** Keys that browsers do not hand to a page at all, and what they do with them. */
const kept: Record<string, string> = {
  'Ctrl+T': 'opens a tab',
  'Ctrl+N': 'opens a window',
  'Ctrl+W': 'closes the tab',
  'Ctrl+Q': 'ends the browser',
  'Ctrl+Shift+T': 'opens the tab closed last',
  'Ctrl+Shift+N': 'opens a private window',
  'Ctrl+Shift+W': 'closes the window',
  'Ctrl+Shift+Q': 'ends the browser',
  'Ctrl+Shift+P': 'opens a private window (Firefox)',
  'Ctrl+Tab': 'goes to the next tab',
  'Ctrl+Shift+Tab': 'goes to the tab before',
  'Ctrl+PageDown': 'goes to the next tab',
  'Ctrl+PageUp': 'goes to the tab before',
  'Alt+F4': 'closes the window',
};

/** Keys that the studio can have, though people know them from their browser. */
const known: Record<string, string> = {
  F1: 'opens the browser’s help',
  F5: 'loads the page again',
  F11: 'fills the screen',
  F12: 'opens the developer tools',
  'Ctrl+D': 'bookmarks the page',
  'Ctrl+F': 'searches the page',
  'Ctrl+H': 'shows the history',
  'Ctrl+J': 'shows the downloads',
  'Ctrl+L': 'goes to the address',
  'Ctrl+P': 'prints the page',
  'Ctrl+R': 'loads the page again',
  'Ctrl+S': 'saves the page',
  'Ctrl+U': 'shows the source',
  'Ctrl+0': 'sets the zoom of the page back',
  'Ctrl++': 'enlarges the page',
  'Ctrl+-': 'makes the page smaller',
  'Ctrl+Shift+I': 'opens the developer tools',
  'Ctrl+Shift+R': 'loads the page again',
  'Alt+ArrowLeft': 'goes back a page',
  'Alt+ArrowRight': 'goes on a page',
  'Alt+Home': 'goes to the start page',
};

/** Why a key may disappoint where the studio is used in a browser; null where none of them has a use for it. */
export function browserWarning(key: string): string | null {
  const keeps = kept[key];
  if (keeps) return `In a browser this key ${keeps} and never reaches the studio; the desktop window has it.`;
  const does = known[key];
  return does ? `In a browser this key otherwise ${does}.` : null;
}
