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
  'push-possible': () => {
    let subscription: object | null = null
    const pushManager = {
      getSubscription: async () => subscription,
      subscribe: async () => {
        const toJSON = () => ({ endpoint: 'https://push.example/a', keys: { p256dh: 'p', auth: 'a' } })
        const unsubscribe = async () => {
          subscription = null
        }
        subscription = { toJSON, unsubscribe }
        return subscription
      },
    }
    const registration = Object.assign(new EventTarget(), {
      pushManager,
      waiting: null,
      update: async () => {},
    })
    const container = {
      ready: Promise.resolve(registration),
      getRegistration: async () => registration,
      register: async () => registration,
    }
    Object.defineProperty(navigator, 'serviceWorker', { value: Object.assign(new EventTarget(), container) })
    const asked = { permission: 'default', requestPermission: async () => (asked.permission = 'granted') }
    Object.defineProperty(globalThis, 'Notification', { value: asked })
  },
  'push-unanswered': () => {
    const asked = { permission: 'default', requestPermission: () => new Promise(() => {}) }
    Object.defineProperty(globalThis, 'Notification', { value: asked })
  },
  'push-denied': () => {
    Object.defineProperty(globalThis, 'Notification', { value: { permission: 'denied' } })
  },
  'push-unavailable': () => {
    Reflect.deleteProperty(globalThis, 'PushManager')
  },
  'push-install-first': () => {
    Reflect.deleteProperty(globalThis, 'PushManager')
    Object.defineProperty(navigator, 'standalone', { value: false })
  },
  /** A browser that was never used for this app. */
  new: () => {
    localStorage.removeItem('used')
  },
}
