/** Gives a file to the browser's downloads. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The download has its own hold on the data once the click was handled.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
