// What others do while a page is open: the counts of the queue's tabs, what was done in a row's case, and a line above a case that has changed. A stream while the page is in sight; where streams
// do not get through, by asking now and then while somebody is at the desk. Nothing without script.
import { all, one, say } from './app.js'

const ASK = 45_000 // ms between questions
const SILENCE = 45_000 // ms; a stream that gets through beats at once, and then every 20 s
const AT_DESK = 600_000 // ms since a key or the mouse was last used

const open = one('[data-live-case]')
const queue = one('[data-live-counts]')
const wish = new URLSearchParams()
if (open) wish.set('case', open.dataset.liveCase)
if (queue) wish.set('queue', queue.dataset.liveCounts)
const seq = Number(open?.dataset.seq ?? 0)
let lastUsed = Date.now()
/** Then nothing is opened or asked: each is a use of the session, which has to end by itself. */
const isAway = () => Date.now() - lastUsed >= AT_DESK

function tellCase(lines) {
  if (lines.length === 0 || !open) return
  const bar = document.createElement('p')
  const title = document.createElement('b')
  title.textContent = say('案件已更新', 'This case has been updated')
  bar.append(title, ' ', lines.join(say('；', '; ')), ' ')
  const link = document.createElement('a')
  link.href = `/cases/${open.dataset.liveCase}`
  link.textContent = say('查看最新情况', 'View update')
  bar.append(link)
  if (open.dataset.writing === 'true') {
    link.target = '_blank'
    bar.append(' ', say('（在新窗口打开，您填写的内容不受影响）', '(opens in a new window; your text is kept)'))
  }
  open.replaceChildren(bar)
}

function tellCounts(counts) {
  for (const count of all('[data-count]', queue ?? document)) {
    const now = counts[count.dataset.count]
    if (now === undefined || String(now) === count.textContent.trim()) continue
    count.textContent = now
    count.hidden = now === 0
    count.classList.add('is-new')
  }
}

/** A row says what was done in its case, and stays where it is. */
function tellRows(deeds) {
  for (const [id, text] of Object.entries(deeds)) {
    const row = one(`[data-row] a[href="/cases/${id}"]`)?.closest('[data-row]')
    if (!row) continue
    const line = one('.st i', row) ?? document.createElement('i')
    line.textContent = text
    one('.st', row)?.append(line)
    row.classList.add('is-changed')
  }
}

let stream
let silence
let asking
function listen() {
  if (stream || document.hidden) return
  stream = new EventSource(`/live?${wish}&seq=${seq}`)
  awaitWord()
  for (const [name, tell] of [
    ['beat', () => {}],
    ['case', ({ lines }) => tellCase(lines)],
    ['counts', tellCounts],
    ['rows', tellRows],
  ])
    stream.addEventListener(name, (event) => {
      awaitWord()
      tell(JSON.parse(event.data))
    })
  stream.addEventListener('end', () => {
    leave()
    clearTimeout(asking)
    document.removeEventListener('visibilitychange', follow)
  })
  stream.onerror = () => {
    if (stream?.readyState !== EventSource.CLOSED && !isAway()) return // the browser tries again
    leave()
    ask(ASK)
  }
}

/** A proxy may hold a stream back, and a browser tries for ever to open one: who says nothing is given up, and the question is asked. */
function awaitWord() {
  clearTimeout(silence)
  silence = setTimeout(() => {
    leave()
    ask(0)
  }, SILENCE)
}

function leave() {
  clearTimeout(silence)
  stream?.close()
  stream = undefined
}

/** Out of sight nothing is held open: a browser has few connections to one server. */
function follow() {
  if (document.hidden) leave()
  else listen()
}

/** Asks once, then tries a stream again. */
function ask(after) {
  clearTimeout(asking)
  asking = setTimeout(async () => {
    if (isAway()) return ask(ASK)
    if (!document.hidden) {
      const signal = AbortSignal.timeout(SILENCE)
      const response = await fetch(`/live?${wish}&seq=${seq}`, { signal }).catch(() => undefined)
      if (response?.status === 401 || response?.redirected) return
      if (response?.ok) {
        const { lines, counts } = await response.json()
        tellCase(lines)
        if (counts) tellCounts(counts)
      }
    }
    listen()
  }, after)
}

for (const used of ['keydown', 'pointerdown', 'scroll'])
  addEventListener(used, () => (lastUsed = Date.now()), { passive: true })
document.addEventListener('visibilitychange', follow)
listen()
