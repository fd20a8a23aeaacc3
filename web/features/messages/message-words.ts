import type { Message } from '../../../api/contract/messages.ts'
import type { Text } from '../../text/text.tsx'

/** What a message says, and the one way on from it. `details`: the use that it is about is shown as well. */
export type Said = { title: string; text?: string; to: string; link: string; details?: true }

/** Kinds that need a look soon. */
export const GRAVE: readonly Message['kind'][] = ['used-after-stop', 'late', 'counter-back', 'recovered']

/**
 * A message in words. @param nameOf the name of a database, by its id. @param today the day in Japan, `YYYY-MM-DD`.
 */
export function messageWords(
  message: Message,
  { t, format, nameOf, today }: Pick<Text, 't' | 'format'> & { nameOf(id: string): string; today: string },
): Said {
  const m = t.messages
  const { database = '', databases = [], decision, purpose, usable_from = '' } = message
  const [name, names] = [nameOf(database), databases.map(nameOf).join(t.status.between)]
  const ofPurpose = purpose ? t.databases.purposes[purpose] : ''
  const toStatus = { to: '/status', link: m.toStatus }
  const toCases = { to: '/cases', link: t.cases.toList }
  const toDatabase = (id = database) => ({ to: `/databases/${encodeURIComponent(id)}`, link: m.toDatabase })
  const toDecision = decision ? { to: `/done/${decision}`, link: m.toDecision } : toStatus
  switch (message.kind) {
    case 'late':
      return { title: m.late(name), text: m.lateText(format.dateTime(message.at)), ...toStatus }
    case 'stopped':
      return { title: m.stopped(names), text: m.stoppedText, ...toDecision }
    case 'reported': {
      const [only, ...more] = databases
      const on = only !== undefined && more.length === 0 ? toDatabase(only) : toStatus
      return { title: m.reported, text: m.reportedText(names), ...on }
    }
    case 'linked':
      return { title: m.linked(name, ofPurpose), text: m.linkedText, ...toDatabase() }
    case 'used':
      return { title: m.used(name), details: true, ...toDatabase() }
    case 'used-after-stop':
      return {
        title: m.usedAfterStop(name),
        text: caseWords(message, { t, format, today }),
        details: true,
        ...(message.case ? toCases : toDatabase()),
      }
    case 'answered': {
      const { number = '', answer } = message.case ?? {}
      const text = answer ? t.cases.answers[answer] : ''
      return { title: m.answered(number), text, ...toCases }
    }
    case 'passkey-added':
    case 'passkey-removed':
    case 'recovered':
    case 'counter-back':
      return {
        title: m.account[message.kind],
        text: m.accountText,
        to: '/settings',
        link: m.toSettings,
      }
    case 'opens': {
      const text = today < usable_from ? m.opensFrozen : m.opensOver
      return { title: m.opens(name, ofPurpose), text: text(format.date(usable_from)), ...toDatabase() }
    }
  }
}

/** How far the operator has come with a use after a stop. */
function caseWords(
  { case: about }: Message,
  { t, format, today }: Pick<Text, 't' | 'format'> & { today: string },
): string {
  const m = t.messages
  if (!about) return m.caseSoon
  const { number, due_on, answer } = about
  if (answer) return m.caseAnswered(number, t.cases.answers[answer])
  return (today > due_on ? m.caseOverdue : m.caseOpen)(number, format.date(due_on))
}
