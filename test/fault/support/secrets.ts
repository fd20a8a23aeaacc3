/** JSON members whose values only two parties may ever see: what a passkey made, and what opens something. */
const MEMBERS =
  /"(?:clientDataJSON|authenticatorData|signature|attestationObject|userHandle|access_token)":"([^"]+)"/g
/** Parameters of addresses and forms, likewise. */
const PARAMETERS = ['state', 'code', 'client_assertion']

/** Collects the credentials in requests and answers, so that a test can search where they have leaked. */
export function createSecrets() {
  const found = new Set<string>()
  const note = (text: string | null | undefined) => text && text.length >= 16 && found.add(text)
  const parameters = (of: URLSearchParams) => {
    for (const name of PARAMETERS) note(of.get(name))
  }

  return {
    /** Everything collected so far. */
    all: () => [...found],
    request(url: URL, { headers, body }: RequestInit): void {
      const sent = new Headers(headers)
      for (const cookie of sent.get('cookie')?.split('; ') ?? []) note(cookie.split('=')[1])
      note(sent.get('authorization')?.split(' ')[1])
      parameters(url.searchParams)
      if (body instanceof URLSearchParams) parameters(body)
      if (typeof body === 'string') for (const [, value] of body.matchAll(MEMBERS)) note(value)
    },
    answer(headers: Headers, text: string): void {
      for (const line of headers.getSetCookie()) note(/=([^;]+)/.exec(line)?.[1])
      for (const [, value] of text.matchAll(MEMBERS)) note(value)
    },
  }
}
