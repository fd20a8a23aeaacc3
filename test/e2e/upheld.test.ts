import { expect, test } from 'vitest'
import { demoRuns } from '../support/demo-walk.ts'

const { demo, missing, takes } = demoRuns()

test('the walk sees three outcomes and a use after the stop, saves pictures and leaves nothing else', () =>
  takes('upheld', [
    'p8-outcomes',
    'p4-outcomes',
    'p5-missing',
    'p5-partly',
    'p4-after-stop',
    'p5-after-stop',
    'p15-record',
    'p16-messages',
    'p17-cases',
    'holders-upheld',
  ]))

test('without a browser, or with a word that it does not know, the walk says so and begins nothing', async () => {
  await expect(demo(['--walk', 'upheld'], { CHROME_PATH: missing() })).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: `CHROME_PATH names ${missing()}, which does not exist.\n`,
  })
  await expect(demo(['--walk', 'uphold'], {})).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('`--walk upheld`'),
  })
})
