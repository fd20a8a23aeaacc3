import react from '@vitejs/plugin-react'
import { build, type Plugin, type Rolldown, runnerImport } from 'vite'
import { TARGETS } from '../floor.ts'
import { phraseEnds } from '../phrase-ends.ts'
import type * as Render from './render.tsx'

const here = import.meta.dirname
const ROOT = '<div id="root"></div>'

/**
 * Writes `welcome.html`: the app's page with P1 in it, readable before any script arrives and without one. The api
 * sends it for `/`.
 */
export const firstPage: Plugin = {
  name: 'first-page',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') throw new Error('the build has no index.html')
      const [{ title, html }, source] = await Promise.all([render(), differs()])
      const script = this.getFileName(this.emitFile({ type: 'asset', name: 'differs.js', source }))
      const changes = [
        [/<title>.*<\/title>/, `<title>${title}</title>\n    <script src="/${script}"></script>`],
        // What the first paint waits for gets the whole network.
        [/<script type="module"/g, '<script type="module" fetchpriority="low"'],
        [ROOT, ROOT.replace('><', `>${html}<`)],
      ] as const
      const welcome = changes.reduce((text, [from, to]) => replaced(text, from, to), String(page.source))
      this.emitFile({ type: 'asset', fileName: 'welcome.html', source: welcome })
    },
  },
}

async function render() {
  const { module } = await runnerImport<typeof Render>(`${here}/render.tsx`, {
    configFile: false,
    plugins: [react({ jsxImportSource: '#jsx' }), phraseEnds()],
    logLevel: 'warn',
  })
  return module.renderFirst()
}

/** The script that runs before the first paint, in one file without imports. */
async function differs(): Promise<string> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: TARGETS,
      rolldownOptions: { input: `${here}/differs.ts`, output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput
  return output[0].code
}

/** @throws Error when there is nothing to replace. */
function replaced(text: string, from: string | RegExp, to: string): string {
  if (text.search(from) < 0) throw new Error(`index.html has no ${from}`)
  return text.replace(from, () => to)
}
