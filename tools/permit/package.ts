/** A letter's package as a stranger checks it: against the published certificates and the register, and nothing that the package says of itself. */
import { createHash } from 'node:crypto'
import yauzl from 'yauzl'
import { chainsOf } from '../../src/letters/chain.js'
import { type Description, descriptionSchema, indexSchema } from '../../src/letters/package.js'
import { splitPem } from '../../src/letters/pem.js'
import { verifyPdf } from '../../src/letters/verify.js'

/** Bytes of one file that are read; evidence is left where it is. */
const MOST = 50_000_000

/** Why a letter is not believed. */
export class NotGenuine extends Error {
  override readonly name = 'NotGenuine'
}

/** The letter of a package of one, once its file is what its description says and its signature is by one of the certificates. Throws NotGenuine. */
export async function readPackage(zip: Buffer, certificates: string): Promise<Description> {
  const files = await unzip(zip, (name) => name === 'index.json' || /\/(letter\.pdf|description\.json)$/.test(name))
  const index = indexSchema.parse(readJson(files.get('index.json')))
  const [line, ...more] = index.letters
  if (!line || more.length > 0) throw new NotGenuine('the package does not hold one letter')
  const description = descriptionSchema.parse(readJson(files.get(line.description)))
  const pdf = files.get(line.file) ?? Buffer.alloc(0)
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  if (sha256 !== line.sha256 || sha256 !== description.letter.sha256) throw new NotGenuine('the file is another one')
  const { valid, faults } = verifyPdf(pdf, chainsOf(splitPem(certificates)), [])
  if (!valid) throw new NotGenuine(faults.map(({ message }) => message.en).join(' ') || 'the signature is not valid')
  return description
}

const readJson = (content: Buffer | undefined): unknown => JSON.parse(content?.toString('utf8') ?? 'null')

function unzip(zip: Buffer, wanted: (name: string) => boolean): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>()
    yauzl.fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (problem, file) => {
      if (problem) return reject(problem)
      file.on('error', reject)
      file.on('end', () => resolve(files))
      file.on('entry', (entry) => {
        if (!wanted(entry.fileName)) return file.readEntry()
        if (entry.uncompressedSize > MOST) return reject(new NotGenuine(`${entry.fileName} is too large`))
        file.openReadStream(entry, async (fault, stream) => {
          if (fault) return reject(fault)
          try {
            const pieces: Buffer[] = []
            for await (const piece of stream) pieces.push(piece as Buffer) // an entry's stream gives buffers
            files.set(entry.fileName, Buffer.concat(pieces))
            file.readEntry()
          } catch (error) {
            reject(error)
          }
        })
      })
      file.readEntry()
    })
  })
}
