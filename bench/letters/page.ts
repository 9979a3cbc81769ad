/** The same letter as a web page, for the rival: same faces, sizes, table, QR code, seal and words across, as one would lay it out for printing. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { showCheckCode } from '../../src/base/checkCode.js'
import type { LetterData } from '../../src/letters/letterData.js'
import { drawQr } from '../../src/letters/qr.js'
import { drawSpecimenSeal } from '../../src/letters/seal.js'

const style = `
@page { size: A4; margin: 30mm 20mm 35mm 20mm }
* { box-sizing: border-box } body { margin: 0 }
section { break-after: page; position: relative; padding: 0 6mm 0 8mm; text-align: justify; font: 16pt/29.61pt 'Noto Serif', 'LXGW WenKai', 'Noto Serif SC' }
section[lang=zh-CN] p { text-indent: 2em } p { margin: 0 }
section[lang=en] { font: 11pt/17.8pt 'Noto Serif', 'Noto Serif SC'; text-align: left } section[lang=en] p { margin-bottom: 8.9pt }
header { margin: 0 -6mm 20mm -8mm; text-align: center } header b { font: 600 33pt/1.2 'Noto Serif SC'; letter-spacing: .1em; color: #c3141b }
section[lang=en] header b { font: 600 17pt/1.3 'Noto Serif'; letter-spacing: 0 }
header i { display: block; border-top: .9mm solid #c3141b; border-bottom: .3mm solid #c3141b; height: 1.8mm; margin-top: 4mm }
header span { display: block; text-align: right; padding: 4.9mm 6mm 0 }
h1 { font: 600 22pt/29.61pt 'Noto Serif SC'; text-align: center; margin: 0 0 10mm; white-space: pre-line } section[lang=en] h1 { font: 600 15pt/22pt 'Noto Serif' }
table { border-collapse: collapse; width: 100%; font: 11pt/1.1 'Noto Serif', 'Noto Serif SC'; margin: 3mm 0; border: .35mm solid #000; border-width: .35mm 0 }
td, th { padding: 2mm 1.5mm; border-top: .25mm solid #9aa0a6; text-align: left } th { font: 10pt/1.1 'Noto Sans SC'; color: #4a4f55; white-space: nowrap }
h2 { display: inline; font: 500 1em/1 'Noto Sans SC' }
.end { break-inside: avoid } .sign { position: relative; margin: 20mm 22mm 8mm auto; width: max-content; text-align: center } .sign svg { position: absolute; width: 42mm; left: calc(50% - 21mm); top: -20mm; z-index: -1 }
.check { display: flex; gap: 4mm; border-top: .25mm solid #9aa0a6; font: 8.5pt/1.5 'Noto Sans SC'; color: #4a4f55; padding-top: 3mm } .check svg { width: 24mm } .check b { font-size: 13pt; color: #000 }
.across { position: fixed; inset: 0; display: grid; place-items: center; z-index: -2 } .across span { font: 500 68pt/1 'Noto Sans SC'; color: #f8e4e0; transform: rotate(-54deg); white-space: nowrap }
`

const words = {
  zh: { lang: 'zh-CN', colon: '：', stop: '。', attachments: '附件', code: '校验码' },
  en: { lang: 'en', colon: ':', stop: '. ', attachments: 'Attachments', code: 'Check code' },
}

/** What stands between the body tags. */
export function drawBody(letter: LetterData): string {
  const halves = (['zh', 'en'] as const).map((key) => drawHalf(letter, key))
  return `<div class="across"><span>${letter.specimen}</span></div>${halves.join('')}`
}

/** The whole page. `faces`: rules that bring its fonts, or nothing where they are installed. */
export const drawPage = (letter: LetterData, faces: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${letter.number}</title><style>${faces}${style}</style></head><body>${drawBody(letter)}</body></html>`

const files: readonly [string, number, string][] = [
  ['LXGW WenKai', 400, 'LXGWWenKai_Regular'],
  ['Noto Serif SC', 400, 'NotoSerifSC_400Regular'],
  ['Noto Serif SC', 600, 'NotoSerifSC_600SemiBold'],
  ['Noto Sans SC', 400, 'NotoSansSC_400Regular'],
  ['Noto Sans SC', 500, 'NotoSansSC_500Medium'],
  ['Noto Serif', 400, 'NotoSerif_400Regular'],
  ['Noto Serif', 600, 'NotoSerif_600SemiBold'],
]

/** The rules by which a page brings the very font files that our letters are set in. */
export const bringFonts = (folder: string): string =>
  files
    .map(([family, weight, file]) => {
      const address = pathToFileURL(join(folder, `${file}.ttf`)).href
      return `@font-face { font-family: '${family}'; font-weight: ${weight}; src: url('${address}') }`
    })
    .join('')

function drawHalf(letter: LetterData, key: 'zh' | 'en'): string {
  const say = words[key]
  const paragraphs = (texts: readonly string[]) => texts.map((text) => `<p>${text}</p>`).join('')
  const rows: string[] = []
  for (let i = 0; i < letter.facts.length; i += 2) {
    const cells = letter.facts.slice(i, i + 2).map(({ label, value }) => `<th>${label[key]}</th><td>${value[key]}</td>`)
    rows.push(`<tr>${cells.join('')}</tr>`)
  }
  const findings = letter.findings.map(
    ({ heading, text }, i) => `<p><h2>${i + 1}. ${heading[key]}${say.stop}</h2>${text[key]}</p>`,
  )
  const attachments = letter.attachments.map((name, i) => `<p>${i + 1}. ${name[key]}</p>`)
  return `<section lang="${say.lang}"><header><b>${letter.issuer[key]}</b><i></i><span>${letter.number}</span></header>
<h1>${letter.title[key]}</h1><p style="text-indent:0">${letter.addressee[key]}${say.colon}</p>${paragraphs(letter.opening[key])}<table>${rows.join('')}</table>
${paragraphs(letter.assessment[key])}${findings.join('')}<div class="end">${paragraphs(letter.closing[key])}<p>${say.attachments}${say.colon}</p>${attachments.join('')}
<div class="sign">${letter.signatory[key]}<br>${letter.issuedOn}${drawSpecimenSeal(letter.issuer.zh)}</div><p>${letter.contact?.[key]}</p>
<div class="check">${drawQr(letter.check.url)}<div>${say.code} <b>${showCheckCode(letter.check.code)}</b><br>${letter.check.page}</div></div></div></section>`
}
