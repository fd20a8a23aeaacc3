/** What came of an act, in words; `receipt`: of a stop that was recorded, and what it is about in words, with and without names. */
export type Said = { text: string; receipt?: { number: string; jws: string; scope: string; unnamed: string } }
