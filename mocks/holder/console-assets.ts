/**
 * Refreshes the sections every second, keeps unfolded what the reader has unfolded, and keeps the focus on a button. A
 * button that names a database sends its wish.
 */
export const consoleScript = `
const holders = document.getElementById('holders')
async function renew() {
  const text = await (await fetch(location.href)).text()
  const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('holders')
  const open = [...holders.querySelectorAll('details')].map((d) => d.closest('section').getAttribute('aria-labelledby') + d.open)
  for (const d of fresh.querySelectorAll('details'))
    d.open = open.includes(d.closest('section').getAttribute('aria-labelledby') + 'true')
  const { id } = document.activeElement
  if (fresh.innerHTML === holders.innerHTML || (holders.contains(document.activeElement) && !id)) return
  holders.replaceChildren(...fresh.childNodes)
  if (id) document.getElementById(id)?.focus()
}
const renewForever = () => renew().catch(() => {}).then(() => setTimeout(renewForever, 1000))
setTimeout(renewForever, 1000)
holders.addEventListener('click', async ({ target }) => {
  if (!target.dataset.database) return
  const { database, stopped } = target.dataset
  const body = JSON.stringify({ use: { database, stopped: stopped === 'true' } })
  await fetch('/_control', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => {})
  await renew().catch(() => {})
})
`

export const consoleStyle = `
:root { color: #333; background: #fff; font: 1.0625rem/1.7 system-ui, sans-serif; letter-spacing: .02em }
body { margin: 0; line-break: strict }
.banner { margin: 0; padding: 8px 16px; background: #fff4d6; border-bottom: 2px solid #b78f00 }
main { max-width: 64rem; margin: 0 auto; padding: 16px }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; flex-wrap: wrap }
h1 { font-size: 1.75rem; line-height: 1.4; margin: 8px 0 }
h2 { font-size: 1.25rem; line-height: 1.5; margin: 0 0 8px; overflow-wrap: anywhere }
h2 code { font-size: 1rem; font-weight: 400; color: #4d4d4d }
a { color: #00118f; padding: 12px 0 }
section { border: 1px solid #b3b3b3; border-radius: 8px; padding: 16px; margin: 16px 0 }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 8px 24px; margin: 0 0 16px }
dl.reports { grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)) }
dd small { font-weight: 400 }
dd small.fault { font-weight: 700 }
dt { font-size: 1rem; color: #4d4d4d }
dd { margin: 0; font-weight: 700 }
.fault { color: #ce0000; font-weight: 700 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; min-width: 40rem }
caption { text-align: start; font-weight: 700; padding: 8px 0 }
th, td { text-align: start; padding: 8px; border-bottom: 1px solid #e6e6e6; white-space: nowrap }
thead th { background: #f2f2f2 }
tbody th { font-weight: 400 }
.number { text-align: end; font-variant-numeric: tabular-nums }
.chip { display: inline-block; padding: 0 12px; border-radius: 8px; border: 1px solid; font-weight: 700 }
.usable { color: #0017c1; background: #e8f1fe }
.waiting, .closed { color: #4d4d4d; background: #f2f2f2 }
.stopped { color: #197a4b; background: #e6f5ec }
button { font: inherit; min-height: 48px; padding: 8px 16px; border: 1px solid #0017c1; border-radius: 8px; color: #0017c1; background: #fff; cursor: pointer }
button:hover { background: #e8f1fe }
.go-on { margin: 0 0 16px }
summary { padding: 12px 0; cursor: pointer; color: #00118f }
:focus-visible { outline: 4px solid #000; outline-offset: 2px; box-shadow: 0 0 0 2px #ffd43d }
`
