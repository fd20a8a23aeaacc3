import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Intent } from '../contract/patient.ts'
import type { Deps } from '../deps.ts'
import { formId, versionOf } from '../domain/desk/form.ts'
import { formPage } from '../forms/form-page.ts'
import { FORM_WORDS, LOCALES } from '../forms/form-words.ts'
import { formsPage } from '../forms/way-page.ts'
import type { Env } from '../http/env.ts'

const isLocale = (text: string | undefined): text is Intent['locale'] =>
  text !== undefined && Object.hasOwn(FORM_WORDS, text)

/**
 * Printable forms, for whoever decides on paper: public, without a script or a cookie. Each form that is opened has an id
 * of its own, which nobody keeps until it is handed in. Where no desk takes forms, there is none.
 */
export function createFormRoutes({ random, databases, desks }: Pick<Deps, 'random' | 'databases' | 'desks'>) {
  const style = readFileSync(new URL('../forms/forms.css', import.meta.url), 'utf8')
  const routes = new Hono<Env>()
    .get('/forms', (c) => {
      const lang = c.req.query('lang')
      const locale = isLocale(lang) ? lang : 'ja'
      return c.html(formsPage({ locale, desks: desks.all() }), 200, { 'Cache-Control': 'no-cache' })
    })
    .get('/forms.css', (c) =>
      c.body(style, 200, { 'Cache-Control': 'no-cache', 'Content-Type': 'text/css; charset=utf-8' }),
    )
  for (const locale of LOCALES)
    routes.get(`/forms/${locale}`, (c) => {
      if (desks.all().length === 0) return c.redirect(`/forms?lang=${locale}`, 303)
      const form = formId(random.bytes(11), versionOf(locale))
      const page = formPage({ locale, form, databases: databases.all, desks: desks.all() })
      return c.html(page, 200, { 'Cache-Control': 'no-store' })
    })
  return routes
}
