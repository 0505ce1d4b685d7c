/** Hands a picture, by its address, to the browser to be kept as a file: it asks where, or puts it among its downloads. */
export function savePicture(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
