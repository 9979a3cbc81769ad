// The paper that an action would cause, in pictures of its PDF: fetched once its page is there, and again when what is typed has changed. What
// goes out goes along with the fingerprint of what was shown, or that it was not shown as it is; without script the button “update the preview” does the same.
import { one, say } from './app.js'

const form = one('form[data-paper]')
const PROOF = ['_proof', '_code', '_password']
const WAIT = 1200 // ms after the last key
let asked = 0
let timer = 0

/** What the paper is made of: a box that is left as it was, or what is kept meanwhile, changes nothing. */
const written = () =>
  new URLSearchParams(
    [...new FormData(form)].filter(
      ([name, answer]) => typeof answer === 'string' && !/^(?:_|version$|despite)/.test(name),
    ),
  ).toString()
const show = (print) => {
  one('[name="_shown"]', form).value = print
}
let shown = { of: written(), print: one('#paper').dataset.shown ?? '' }

async function draw() {
  const mine = ++asked
  const of = written()
  const answers = [...new FormData(form)].filter(
    ([name, answer]) => typeof answer === 'string' && !PROOF.includes(name),
  )
  const body = new URLSearchParams([...answers, ['_preview', 'quietly']])
  one('#paper').setAttribute('aria-busy', 'true')
  const response = await fetch(form.getAttribute('action'), {
    method: 'POST',
    body,
    headers: { accept: 'text/html', 'x-csrf-token': body.get('_csrf') ?? '' },
  }).catch(() => undefined)
  const page = response && !response.redirected ? await response.text() : ''
  if (mine !== asked) return
  const drawn = one('#paper', new DOMParser().parseFromString(page, 'text/html'))
  one('#paper').removeAttribute('aria-busy')
  if (!drawn) return
  const isOpen = one('#paper details')?.open && !one('#paper[data-shown=""]')
  const top = one('#paper .hj-bed')?.scrollTop ?? 0
  one('#paper').replaceWith(document.adoptNode(drawn))
  if (isOpen) one('#paper details')?.setAttribute('open', '')
  if (one('#paper .hj-bed')) one('#paper .hj-bed').scrollTop = top
  shown = { of, print: drawn.dataset.shown }
  if (of === written()) show(shown.print)
}

/** Until the preview shows what is written; where it cannot, the server says so. */
async function settled() {
  for (let tries = 0; tries < 3 && shown.of !== written(); tries++) await draw()
  if (shown.of === written()) show(shown.print)
  // the form is still being sent where nothing was waited for, and hears no second time
  await new Promise((go) => setTimeout(go))
}

function later(delay) {
  clearTimeout(timer)
  if (shown.print && shown.of === written()) return show(shown.print)
  show('changed')
  timer = setTimeout(draw, delay)
}
const isAnswer = ({ target }) => !PROOF.includes(target.name)
form.addEventListener('input', (event) => isAnswer(event) && later(WAIT))
form.addEventListener('change', (event) => isAnswer(event) && later(WAIT / 4))
// What is pressed while the preview is behind waits for it, then goes out with what it shows; other buttons of the form, which have names, do not
let waiting = false
let waited = false
/** The button says that it is being sent, to the eye and aloud; what stops the sending gives it its words back. */
function busy(button) {
  if (!button) return () => {}
  const words = [...button.childNodes]
  one('[data-said]', form)?.remove()
  const text = say('正在核对文书并提交…', 'Checking the letter and submitting…')
  const status = document.createElement('span')
  status.className = 'hj-vh'
  status.setAttribute('role', 'status')
  status.dataset.said = ''
  button.after(status)
  button.setAttribute('aria-busy', 'true')
  button.replaceChildren(text)
  // a region speaks of what comes into it once it is there
  setTimeout(() => status.replaceChildren(text), 100)
  return (why = '') => {
    button.removeAttribute('aria-busy')
    button.replaceChildren(...words)
    status.className = 'govuk-error-message'
    status.replaceChildren(why)
    // whoever is still writing may be far above
    if (why) button.focus()
  }
}
window.addEventListener('beforeunload', (event) => waiting && event.preventDefault())
form.addEventListener('submit', (event) => {
  clearTimeout(timer)
  if (waiting) return event.preventDefault()
  if (waited || event.submitter?.name || one('[name="_shown"]', form).value !== 'changed') return
  event.preventDefault()
  event.stopImmediatePropagation()
  waiting = true
  const idle = busy(event.submitter)
  const of = written()
  settled().finally(() => {
    waiting = false
    // nobody has pressed for what was typed since
    if (of !== written())
      return idle(
        say(
          '提交前内容又有改动，未提交。请核对后再提交。',
          'Changed before it was sent: not submitted. Check it and submit again.',
        ),
      )
    waited = true
    const given = (sending) => sending.defaultPrevented && idle()
    window.addEventListener('submit', given, { once: true })
    window.addEventListener('pageshow', idle, { once: true })
    form.requestSubmit(event.submitter)
  })
})
if (!one('#paper').dataset.shown) draw()
