/** What a browser lacks, or does by itself. Each function runs in the page before the app. */
export const BROWSERS = {
  'no-storage': () => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined })
  },
  'full-storage': () => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('', 'QuotaExceededError')
    }
  },
  'no-passkeys': () => {
    Object.defineProperty(globalThis, 'PublicKeyCredential', { value: undefined })
  },
  'passkey-cancelled': () => {
    navigator.credentials.get = async () => {
      throw new DOMException('', 'NotAllowedError')
    }
  },
  'some-passkey': () => {
    const bytes = new Uint8Array(16).buffer
    const response = { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes, userHandle: bytes }
    const credential = { id: 'some', rawId: bytes, type: 'public-key', response }
    navigator.credentials.get = async () =>
      Object.assign(credential, { getClientExtensionResults: () => ({}) }) as unknown as Credential
  },
  'update-waiting': () => {
    const registration = Object.assign(new EventTarget(), { waiting: {}, update: async () => {} })
    navigator.serviceWorker.register = async () => registration as unknown as ServiceWorkerRegistration
  },
  /** A browser that was never used for this app. */
  new: () => {
    localStorage.removeItem('used')
  },
}
