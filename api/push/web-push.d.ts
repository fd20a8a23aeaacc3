/** The one function of web-push 3.6.7 that is used, and its options that are. */
declare module 'web-push' {
  export function generateRequestDetails(
    subscription: { endpoint: string; keys: { p256dh: string; auth: string } },
    payload: string,
    options: {
      vapidDetails: { subject: string; publicKey: string; privateKey: string }
      TTL: number
      urgency: 'normal'
      topic: string
    },
  ): { headers: Record<string, string | number>; body: Buffer }
}
