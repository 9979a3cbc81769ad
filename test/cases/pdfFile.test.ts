/** That a PDF is read in proportion to its size, and that nothing hides in its bytes; what is refused and what not is in files.test.ts. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from '@jest/globals'
import { HOSTILE, honestPdf } from '../../bench/files/pdfs.js'
import { Invalid } from '../../src/base/errors.js'
import { Inspector } from '../../src/cases/files/inspect.js'
import { usualLimits } from '../../src/cases/files/limits.js'
import { scanBytes } from '../../src/cases/files/pdfBytes.js'
import { readPdf } from '../../src/cases/files/pdfFile.js'
import { readObjects } from '../../src/cases/files/pdfObjects.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'

const megabyte = 1024 * 1024
const inspector = new Inspector({ ...usualLimits, maxSeconds: 120 }, { readers: 1, waiting: 9 })
afterAll(() => inspector.close())

const answerOf = (file: Buffer): Promise<string> =>
  inspector.inspect(file, { kind: 'resume', declaredName: 'paper.pdf', rules: null }).then(
    () => 'accepted',
    (problem: unknown) => {
      if (problem instanceof Invalid) return problem.problems[0]?.code ?? ''
      throw problem
    },
  )

/** The readers that this process has started: one that had to be killed is not there any more. */
const listReaders = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('files/reader') &&
        Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]) === process.pid
      )
    } catch {
      return false
    }
  })

describe('a hostile PDF of one megabyte', () => {
  test.each(Object.keys(HOSTILE))('of %s gets its answer from a reader that lives on', async (name) => {
    expect(await answerOf(honestPdf(2000))).toBe('accepted')
    const readers = listReaders()
    expect(readers).toHaveLength(1)
    const answer = await answerOf(HOSTILE[name]?.(megabyte) ?? Buffer.alloc(0))
    expect(['file:tooComplex', 'file:damaged', 'file:tooManyPages', 'accepted']).toContain(answer)
    expect(listReaders()).toEqual(readers)
  })

  test('is looked through once', () => {
    for (const make of [honestPdf, ...Object.values(HOSTILE)]) {
      const file = make(megabyte)
      expect(scanBytes(file).steps).toBeLessThanOrEqual(file.length)
    }
  })

  test('is not read more often by the parser than a sound one needs', async () => {
    for (const size of [4096, megabyte]) {
      const file = honestPdf(size)
      expect((await readObjects(file)).reads).toBeLessThan(4 * file.length)
    }
    // a stream whose length is wrong is the dearest that is let pass
    const wrong = Buffer.from(
      honestPdf(megabyte)
        .toString('latin1')
        .replaceAll(/\/Length \d+/g, '/Length 7'),
      'latin1',
    )
    expect((await readObjects(wrong)).reads).toBeLessThan(8 * wrong.length)
    await expect(readPdf(wrong, 1000)).resolves.toEqual({ pages: 341 })
  })

  test('that claims a thousand million objects in a few bytes makes nobody count them', async () => {
    const claim = '4 0 obj\n<</Type/XRef/Root 1 0 R/Size 999999999/W[0 0 0]/Length 1>>\nstream\n \nendstream\nendobj\n'
    const file = honestPdf(0).toString('latin1').replace('\ntrailer', `${claim}\ntrailer`)
    expect(await answerOf(Buffer.from(file, 'latin1'))).toBe('accepted')
  })
})

describe('the bytes of a PDF', () => {
  const hidden = (body: string) => scanBytes(Buffer.from(`stream\n${body}\nendstream`, 'latin1'))

  test('show what acts or is encrypted where no parser looks', () => {
    for (const acting of [
      '<</S/JavaScript/JS(1)>>',
      '<</S /Launch>>',
      '<</#53/J#61vaScr#69pt>>',
      '<</S%x\n%y\r\n /JavaScript>>',
      '<</S%#0ax\n/JavaScript>>',
      '% <</S/S/S%/S\n%/S%/S\r/JavaScript',
      '<</S\0\x80/JavaScript\x80>>',
      '<</Names<</EmbeddedFiles 4 0 R>>>>',
      '<</Type/EmbeddedFile>>',
    ])
      expect([acting, hidden(acting).active]).toEqual([acting, expect.stringMatching(/^(Java|Launch|Embedded)/)])
    for (const embedding of ['/EF<</F 1 0 R>>', '/EF%x\n<<%/EF\n/UF 1 0 R>>', '/E#46 <</Mac 1 0 R>>'])
      expect([embedding, hidden(embedding).active]).toEqual([embedding, 'EF'])
    for (const lock of ['/Encrypt 9 0 R', '/Encrypt%/Encrypt 1\n<<', '/Encr#79pt 12%x\n0%\r R>>', '/Encrypt<</V 1>>'])
      expect([lock, hidden(lock).encrypted]).toEqual([lock, true])
  })

  test('are let pass where a word only looks like it', () => {
    for (const harmless of [
      '/S/URI/JavaScript',
      '/S(/JavaScript)',
      '/S x/JavaScript',
      '/S%/JavaScript',
      '/JavaScript/S',
      '/S/JavaScripts',
      '/EF/F',
      '/EF<</Desc/F>>',
      '/EF<< <</F 1>>',
      '/EncryptMetadata true',
      '/Encrypt 128 bits',
      '/Encrypt 1 0 obj',
      '/Encrypt 1 0 RG',
      '(Encrypt 1 0 R)',
    ])
      expect([harmless, hidden(harmless)]).toEqual([harmless, expect.objectContaining({ encrypted: false })])
  })

  /** What was searched for before, in square time; white space stands after each number, since these take 12 R for a reference. */
  const gap = '(?:[\\s\\0]|%[^\\r\\n]*[\\r\\n])*'
  const action = new RegExp(
    `/S${gap}/(JavaScript|Launch)\\b|/(EmbeddedFiles?)\\b|/(EF)${gap}<<${gap}/(?:F|UF|DOS|Mac|Unix)\\b`,
  )
  const encryption = new RegExp(`/Encrypt${gap}(?:<<|\\d+${gap}\\d+${gap}R\\b)`)

  test('hide nothing that a search from each byte would find', () => {
    const piece = fc.constantFrom(
      ...[
        '/S',
        '/JavaScript',
        '/Launch',
        '/EmbeddedFile',
        's',
        '/EF',
        '<<',
        '<',
        '/F',
        '/UF',
        '/Encrypt ',
        '/Encrypt%',
      ],
      ...['%', '%', '\n', '\r', ' ', '\0', '\xa0', '9 ', '7%\n', 'R', 'R ', 'x', '(', '/', '>>'],
    )
    let [active, encrypted] = [0, 0]
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const found = scanBytes(Buffer.from(text, 'latin1'))
        if (action.test(text)) expect([text, found.active]).toEqual([text, expect.any(String)])
        if (encryption.test(text)) expect([text, found.encrypted]).toEqual([text, true])
        if (found.active) active += 1
        if (found.encrypted) encrypted += 1
      }),
      { numRuns: rounds(200_000) },
    )
    expect(Math.min(active, encrypted)).toBeGreaterThan(50)
  })
})
