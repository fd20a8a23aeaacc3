import { StatusList } from '@sd-jwt/jwt-status-list'
import { decodeJwt } from 'jose'
import type { Browser } from 'playwright-core'
import type { Relation } from '../../api/contract/acting.ts'
import { CREDENTIAL_CHANGE, HEAD_CLAIM, type Head, type LinkageAnswer } from '../../api/contract/holder.ts'
import { createPages } from '../../mocks/demo/pages.ts'
import type { Resident } from '../../mocks/residents.ts'
import type { Language } from '../../web/text/language.ts'
import { wordsOfActing } from '../../web/text/whose.tsx'
import { numbersOf } from './people.ts'
import { openPhone, type Phone } from './phone.ts'
import type { World } from './world.ts'

/** A phone on which somebody has just proved who they are and made a passkey. */
export async function openEnrolled(
  browser: Browser,
  world: World,
  resident: Resident,
  language: Language = 'ja',
): Promise<Phone> {
  const phone = await openPhone(browser, { origin: world.origin, language })
  await phone.pages.open()
  await phone.pages.begin(resident.id)
  await phone.pages.link(phone.t.identity.toPasskey).click()
  await phone.pages.button(phone.t.identity.create).click()
  await phone.pages.arrived(phone.t.identity.doneTitle)
  return phone
}

/** Every decision in the store: what was chosen, and who acted. The store is checked. */
export const madeIn = async (world: World) =>
  (await world.check()).decision.map(({ choice, acting }) => [choice, acting])

/** Signs in again, after the session has ended, and proves who they are: whom one may act for is known once more. */
export async function proveAgain({ pages, t }: Phone, resident: Resident): Promise<void> {
  await pages.open('/sign-in')
  await pages.arrived(t.identity.signInTitle)
  await pages.button(t.identity.signIn).click()
  await pages.arrived(t.databases.title)
  await pages.open('/proofing')
  await pages.arrived(t.identity.proofTitle)
  await pages.proveAtPortal(resident.id)
  await pages.arrived(t.identity.readyTitle)
}

/** P19: chooses somebody by the name there, and comes to P3 of theirs. @returns what the pages of theirs are driven by. */
export async function actFor({ pages, page, t }: Phone, origin: string, relation: Relation, name: string) {
  await pages.open('/people')
  await pages.arrived(t.people.title)
  await pages.radio(name).check()
  await pages.button(t.people.next).click()
  const theirs = createPages(page, wordsOfActing(t, relation), origin)
  await theirs.arrived(t.whose[relation].coverage.title)
  return theirs
}

/** Whom P19 offers, by the names there. */
export async function offered({ pages, page, t }: Phone): Promise<string[]> {
  await pages.open('/people')
  await pages.arrived(t.people.title)
  await page.locator('.radio-label').first().waitFor()
  return page.locator('.radio-label').allInnerTexts()
}

/**
 * What the holder of the registry has of a person: a linkage for research. `said` is what the feed and the status list
 * say of it: the head, how many changes wait, and the bit of the first token (1: revoked).
 */
export async function linkedAtRegistry(world: World, resident: Resident) {
  const holder = world.holder('demo-registry')
  const link = async (): Promise<Extract<LinkageAnswer, { token: string }>> => {
    const [line] = await holder.link('research', [numbersOf(resident)])
    if (!line || !('status_list' in line)) throw new Error('not linked')
    return line
  }
  const { uri, idx } = (await link()).status_list
  return {
    link,
    async said() {
      holder.forgetToken()
      await world.tick()
      const list = decodeJwt(await (await holder.send('GET', uri)).text())
      const { lst } = list.status_list as { lst: string }
      const { seq, revoked_count } = list[HEAD_CLAIM] as Head
      const { sets } = await holder.poll()
      const bit = StatusList.decompressStatusList(lst, 1).getStatus(idx)
      const changes = Object.values(sets).filter(
        (set) => CREDENTIAL_CHANGE in (decodeJwt(set).events as object),
      )
      return { seq, revoked_count, changes: changes.length, bit }
    },
  }
}
