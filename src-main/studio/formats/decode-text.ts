/**
 * Text of a dataset file. UTF-8 and UTF-16 byte order marks are honoured and removed; bytes that are not UTF-8 are read
 * as Windows-1252, in which no byte is wrong, since that is what the tools of the time wrote.
 * Null for what is no text at all: it holds zero bytes.
 */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
