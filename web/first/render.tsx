import { renderToString } from 'react-dom/server'
import { Router } from 'wouter'
import { App } from '../app/App.tsx'
import { format, messages } from '../text/ja.ts'
import { withoutRuby } from '../text/ruby.ts'
import { TextProvider } from '../text/text.tsx'

/** P1 in Japanese as a browser without a session shows it: the title of its document, and the HTML of `#root`. */
export function renderFirst(): { title: string; html: string } {
  return {
    title: withoutRuby(`${messages.welcome.title} | ${messages.shell.name}`),
    html: renderToString(
      <TextProvider language="ja" words={{ messages, format }}>
        <Router ssrPath="/">
          <App />
        </Router>
      </TextProvider>,
    ),
  }
}
