/** Saves a file through the browser's downloads. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The download holds the data itself once the click is handled.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
