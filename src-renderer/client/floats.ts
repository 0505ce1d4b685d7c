/** Little-endian float32 numbers that were sent as base64, as the contract's tables are. */
export function floatsOf(base64: string): Float32Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place++) bytes[place] = text.charCodeAt(place);
  return new Float32Array(bytes.buffer);
}
