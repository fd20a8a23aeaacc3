/** The portal in one browser, which keeps the portal's own cookie. */
export function createPortalBrowser() {
  let cookie = ''
  async function page(url: string): Promise<string> {
    return (await fetch(url, { headers: { cookie } })).text()
  }
  return {
    page,
    /**
     * Consents as `resident` where the portal asks who it is, otherwise as the person it already knows.
     * @returns where the portal sends the browser.
     */
    async agree(authorizeUrl: string, resident: string): Promise<string> {
      const shown = [...(await page(authorizeUrl)).matchAll(/name="resident" value="([^"]+)"/g)].map(
        ([, id]) => id,
      )
      const url = new URL(authorizeUrl)
      const who = shown.length === 1 ? (shown[0] ?? '') : resident
      const answer = await fetch(new URL(url.pathname, url), {
        method: 'POST',
        body: new URLSearchParams([...url.searchParams, ['resident', who], ['agree', 'yes']]),
        headers: { cookie },
        redirect: 'manual',
      })
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
      return answer.headers.get('location') ?? ''
    },
  }
}
