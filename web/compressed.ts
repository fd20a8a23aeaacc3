import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|html|svg|webmanifest)$/
const COPIES = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) }

/**
 * Writes compressed copies beside the text files of a build, after every other plugin. The api sends them unchanged.
 */
export function compressed(): Plugin {
  let out = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved({ root, build }) {
      out = resolve(root, build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const names = (await readdir(out, { recursive: true })).filter((name) => TEXT.test(name))
        for (const name of names) {
          const content = await readFile(join(out, name))
          for (const [ending, compress] of Object.entries(COPIES))
            await writeFile(join(out, name + ending), await compress(content))
        }
      },
    },
  }
}
