import { createHmac } from 'node:crypto'
import { z } from 'zod'

/** The letters of a カナ氏名 after normalisation: katakana with small and Ainu ones, repetition marks, ー and ・. */
const KANA = /^[\u30a1-\u30fe\u31f0-\u31ff]{1,128}$/
/** From a hiragana to the katakana at the same place of its block. */
const TO_KATAKANA = 0x60

/**
 * A カナ氏名 as it is compared: NFKC, hiragana as katakana, without spaces. Small kana stay small: キョ is not キヨ.
 * Voicing marks that stand by themselves join their letter.
 */
export const normaliseKana = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .normalize('NFC')
    .replace(/[\u3041-\u3096\u309d\u309e]/g, (letter) =>
      String.fromCharCode(letter.charCodeAt(0) + TO_KATAKANA),
    )

/** カナ氏名, 生年月日 (`YYYY-MM-DD`, a day that exists) and 性別 of a record that has no number. */
export const Id4Entry = z.strictObject({
  id4: z.strictObject({
    kana: z
      .string()
      .max(256)
      .refine((text) => KANA.test(normaliseKana(text)))
      .describe('カナ氏名: kana only. Compared after NFKC, hiragana as katakana, without spaces.'),
    birth_date: z.iso.date(),
    sex: z.enum(['male', 'female', 'unknown']),
  }),
})
export type Identity = z.infer<typeof Id4Entry>['id4']

/** ID4 (base64url, 43 characters): the same for everybody whose three values are the same, so it is no person. */
export const id4Of = ({ kana, birth_date, sex }: Identity): string =>
  createHmac('sha256', 'mock resolver id4')
    .update(JSON.stringify([normaliseKana(kana), birth_date, sex]))
    .digest('base64url')
