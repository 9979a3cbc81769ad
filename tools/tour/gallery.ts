/** The index page of a tour: every picture under its route, and what was wrong. Opened from the disk, so everything it needs stands in it. */
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

export interface Picture {
  readonly route: string
  readonly who: string
  readonly address: string
  /** The PNG's name without ending, and its manner. */
  readonly files: readonly { readonly file: string; readonly manner: string }[]
  readonly faults: readonly string[]
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `body{font:15px/1.6 system-ui,sans-serif;margin:2rem;max-width:1600px}
section{border-top:1px solid #ccc;padding:1rem 0}.shots{display:flex;gap:1rem;overflow-x:auto;align-items:start}
figure{margin:0;flex:none}img{height:320px;border:1px solid #ddd;object-fit:cover;object-position:top}li{color:#a01846}`

const say = ({
  who,
  address,
  files,
  faults,
}: Picture): string => `<h3>${escaped(who)} <code>${escaped(address)}</code></h3>
${faults.length > 0 ? `<ul>${faults.map((fault) => `<li>${escaped(fault)}</li>`).join('')}</ul>` : ''}
<div class="shots">${files
  .map(({ file, manner }) => {
    const name = escaped(`${basename(file)}.png`)
    return `<figure><a href="${name}"><img src="${name}" alt="" loading="lazy"></a><figcaption>${escaped(manner)}</figcaption></figure>`
  })
  .join('')}</div>`

/** Writes index.html beside the pictures. */
export async function writeGallery(
  folder: string,
  pictures: readonly Picture[],
  missed: readonly string[],
): Promise<void> {
  const routes = [...new Set(pictures.map(({ route }) => route))].sort()
  const sections = routes.map((route) => {
    const here = pictures.filter((picture) => picture.route === route)
    return `<section><h2>${escaped(route)}</h2>${here.map(say).join('\n')}</section>`
  })
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Haijian, every page</title><style>${STYLE}</style>
<h1>${pictures.length} pages of ${routes.length} kinds</h1><p>${missed.length > 0 ? `Not reached: ${escaped(missed.join(', '))}` : 'Every route was reached.'}</p>
${sections.join('\n')}</html>
`
  await writeFile(join(folder, 'index.html'), html)
}
