/** The journal of the permit authority's system, for whoever looks at the demonstration. */
import type { Entry } from './journal.js'

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #d5d5d5;vertical-align:top}
td:first-child,td:nth-child(2){white-space:nowrap}p{max-width:42rem}@media(max-width:40rem){td{display:block;border:0;padding:0}tr{display:block;border-bottom:1px solid #d5d5d5;padding:.5rem 0}th{display:none}}`

/** The newest line first. */
export function journalPage(entries: readonly Entry[]): string {
  const rows = entries
    .slice(-200)
    .reverse()
    .map(({ when, taken, about, said: { zh, en } }) => {
      const time = when.slice(0, 19).replace('T', ' ')
      return `<tr><td>${time}</td><td>${escaped(about ?? taken?.caseNumber ?? '')}</td><td>${escaped(zh)}<br><span lang="en">${escaped(en)}</span></td></tr>`
    })
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>许可机关业务系统（演示） Permit authority’s system</title><style>${STYLE}</style>
<h1>许可机关业务系统（演示）<br><span lang="en">The permit authority’s system (demonstration)</span></h1>
<p>接收海荐的事件推送，取回并核验推荐函，签收，之后通过接口发回许可结果。<br><span lang="en">It takes Haijian’s webhooks, fetches and checks letters, receives them, and sends outcomes back by the API.</span></p>
<table><tr><th>UTC</th><th>案件 Case</th><th>做了什么 What was done</th></tr>
${rows.join('\n')}
</table></html>`
}
