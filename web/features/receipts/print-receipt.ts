import { encodeModules } from '../../ui/QrCode.tsx'

/** Prints the page once the QR code of `address` is on it. */
export async function printReceipt(address: string): Promise<void> {
  await encodeModules(address)
  // The code is painted in the next turn.
  setTimeout(() => print())
}
