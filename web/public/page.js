history.pushState(null, '', location.pathname)

// A session that lives on because its person left without a network: see data/device/discreet/unended.ts.
function end() {
  if (!localStorage.e) return
  const again = () => setTimeout(end, 3000)
  const request = { method: 'DELETE', headers: { 'content-type': 'application/json' } }
  fetch('/api/session', request).then(
    ({ status }) => (status < 500 ? localStorage.removeItem('e') : again()),
    again,
  )
}
end()
