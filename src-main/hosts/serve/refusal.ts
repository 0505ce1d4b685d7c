/** The plain page shown instead of the studio. It loads nothing, since whoever sees it may load nothing. */
export function refusalPage(message: string): string {
  const escaped = message.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Keypoint Studio</title>
<h1>Keypoint Studio</h1>
<p>${escaped}</p>
</html>
`;
}
