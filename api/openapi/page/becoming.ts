import { html, raw } from 'hono/html'
import { FILE_NAMES } from '../files.ts'
import type { Html } from './text.ts'

const pre = (text: string): Html => html`<pre><code>${text}</code></pre>`
const call = (id: string, words: string): Html => html`<a href="#${id}">${words}</a>`

const REGISTRATION = `[{ "client_id": "holder-x", "name": "Example Registry",
   "jwks": { "keys": [ …your public key, with its kid… ] },
   "databases": ["example-registry"] }]`

/** The steps of a data holder from its first day on, in order, each with a link to its documentation. */
export function becoming(origin: string): Html {
  const assertion = `header  {"alg":"ES256","kid":"<kid of your key>"}
claims  {"iss":"holder-x","sub":"holder-x","aud":"${origin}","jti":"<once>","iat":<now>,"exp":<now + 60>}`
  const seal = `curl -u holder-x:demo-holder-secret -H 'content-type: application/json' 'http://127.0.0.1:3002/sealed-subjects?database=example-registry' \\
  -d '{"coverages":[{"insurer_number":"…","symbol":"…","number":"…","branch":"…"}]}'`
  const sandbox = `curl -d '{"resident":"r01","choice":"stop"}' -H 'content-type: application/json' http://127.0.0.1:3001/_control/decisions`
  return html`<section id="becoming">
<h2>Becoming a holder</h2>
<p>The rule in one line: <em>before every use, hold a status list that has not expired, and leave out every row whose bit is 1.</em>
Polling makes it fast. This is the way there.</p>
<ol>
<li><p>Register. Make a key pair (ES256, ES384, PS256, RS384 with 2048 to 4096 bits, or EdDSA) and keep the private half.
The operator writes your public key and your databases into the file of <code>ERABU_HOLDERS</code>, which is read again on SIGHUP. (<code>npm start</code> reads it once, at its start, and adds it to the demonstration’s holders.) A private or weak key is refused there. With two keys side by side you can change keys without a gap.</p>
${pre(REGISTRATION)}
<p>Your database has an entry in the catalogue, with its purposes, days of notice and hours until a stop is due. To try one of your own, copy <code>api/catalogue/databases.json</code>, add the entry, set <code>ERABU_CATALOGUE</code> to the copy and start again. Schemas of the files: ${raw(
    FILE_NAMES.map((name) => `<a href="/openapi/files/${name}.json">${name}</a>`).join(', '),
  )}.</p></li>
<li><p>Get subjects. The resolver (模擬: its real interface is not public) takes coverage that you lawfully have and returns a sealed subject only for your database. The mock describes itself at <code>/openapi.json</code> on its port, 3002 with <code>npm start</code>:</p>
${pre(seal)}
<p>Keep which row a subject was for, and not the subject: it is different every time.</p></li>
<li><p>${call('issueAccessToken', 'Get an access token')} with a signed assertion, valid for five minutes at most:</p>
${pre(assertion)}
<p>It is sent as a form, with <code>grant_type=client_credentials</code>, <code>client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer</code> and <code>client_assertion</code>. A refusal names in <code>error_description</code> the rule that the assertion broke, once its signature is yours.</p></li>
<li><p>${call('createStream', 'Open your stream')}, once. Keep its <code>stream_id</code> beside your ledger.</p></li>
<li><p>${call('registerLinkages', 'Register your linkages')}: one line a row. The answer has a line for each, in order: the token, its index in a status list, and whether it may be used. Keep all three. The same line again returns the same linkage.</p></li>
<li><p>${call('pollStream', 'Poll')}. Verify each SET, order those that change a linkage by <code>seq</code> (stream events have none, and their order has no meaning), apply it, write it down, and only then acknowledge. Each answer carries the head: when count and digest are yours, you have missed nothing. ${call('reportApplied', 'Say')} what you act on: only then does the patient read 停止済み.</p></li>
<li><p>${call('getStatusList', 'Load the status lists')} of your tokens before every use, and refuse to use anything when none is at hand that has not expired.</p></li>
<li><p>${call('reportOutcomes', 'Say what became of each row')} that was stopped: it stopped, it was not found, or it stopped only in part. Say what the records are used for as well: ${call('putProject', 'register each project')} with its approval, ${call('reportUsage', 'report its uses')}, and ${call('reportErasure', 'say when its records were erased')}. People read all of it beside their records.</p></li>
</ol>
<h3>Test your client</h3>
<p><a href="/openapi/examples.json">examples.json</a> has digests step by step, signed events and a status list, with the keys that verify them. In the demonstration a resident decides without a browser:</p>
${pre(sandbox)}
<p>It signs in with a passkey of its own, as the person would: no check of the service is bypassed. The person is told of a new passkey, and their open pages have to sign in again. <code>GET http://127.0.0.1:3001/_control</code> lists the residents; <code>"choice":"allow"</code> and <code>"database":"demo-registry"</code> do what they say.</p>
<h3>When something was restored</h3>
<p>If <em>you</em> restored a backup, ${call('rewindStream', 'rewind')} to the last <code>seq</code> that it holds, and poll. If <em>the service</em> was restored, a new epoch begins: your stream is gone (404). Open a new one, register all linkages again, and read from the start. Never take a token back into use that you once saw revoked, whatever a list or a feed says later: a person whose stop was lost is asked again, and until then they stay stopped. A store that was only removed, as in a demonstration, asks nobody: people who were stopped there stay stopped at you.</p>
<p>Two programs that do all of this are there to copy: <code>mocks/holder/reference.ts</code> (TypeScript) and <code>mocks/holder/holder.py</code> with <code>uses.py</code> (Python, standard library).</p>
</section>`
}
