/** What a request may carry besides the headers of one of our pages. */
export type Send = {
  json?: unknown
  body?: string | Uint8Array<ArrayBuffer>
  /** A header set to null is left out. */
  headers?: Record<string, string | null>
  /** A navigation that begins on another site: no Strict cookie, no Origin. */
  fromElsewhere?: boolean
}

type Cookie = { value: string; strict: boolean }

export type Browser = ReturnType<typeof createBrowser>

/**
 * The part of a browser that the api sees: a cookie jar, and the headers of a same-origin `fetch`. Redirects are
 * returned, not followed.
 */
export function createBrowser(origin: string) {
  const cookies = new Map<string, Cookie>()

  return {
    origin,
    cookies,

    async send(
      method: string,
      path: string,
      { json, body, headers, fromElsewhere }: Send = {},
    ): Promise<Response> {
      const payload = json === undefined ? body : JSON.stringify(json)
      const sentCookies = [...cookies].filter(([, { strict }]) => !fromElsewhere || !strict)
      const all: Record<string, string | null> = {
        Origin: fromElsewhere ? null : origin,
        'Sec-Fetch-Site': fromElsewhere ? 'cross-site' : 'same-origin',
        Accept: fromElsewhere ? 'text/html' : 'application/json',
        'Content-Type': payload === undefined ? null : 'application/json',
        Cookie: sentCookies.map(([name, { value }]) => `${name}=${value}`).join('; ') || null,
        ...headers,
      }
      const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
      const response = await fetch(new URL(path, origin), {
        method,
        headers: sent,
        redirect: 'manual',
        ...(payload === undefined ? {} : { body: payload }),
      })
      for (const line of response.headers.getSetCookie()) keep(cookies, line)
      return response
    },
  }
}

function keep(cookies: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at).trim()
  const has = (wanted: RegExp) => attributes.some((attribute) => wanted.test(attribute.trim()))
  if (has(/^(max-age=0|expires=Thu, 01 Jan 1970)/i)) cookies.delete(name)
  else cookies.set(name, { value: pair.slice(at + 1), strict: has(/^samesite=strict$/i) })
}
