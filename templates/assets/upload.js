// A paper goes up while the page says how far it is; it can be stopped, and after a broken connection sent again without choosing the file anew. The server
// answers as it does without script: with the page that follows, or with this page and what is wrong.
import { all, one, say, start } from './app.js'
import { refusal } from './drop.js'
import { goesOn, savers } from './keep.js'

const megabytes = (bytes) => (bytes / 1_000_000).toFixed(1)

function panel(form) {
  const box = document.createElement('div')
  box.className = 'hj-progress'
  box.innerHTML = `<p class="hj-s" role="status"></p><progress max="100" value="0"></progress>
<button type="button" class="hj-textbutton">${say('停止', 'Stop')}</button>`
  const bar = one('progress', box)
  const words = one('p', box)
  bar.setAttribute('aria-label', say('上传进度', 'Upload'))
  form.append(box)
  return {
    box,
    stop: one('button', box),
    // the words change at the beginning and at the end only: a reader does not hear every percent
    tell(text) {
      if (words.textContent !== text) words.textContent = text
    },
    move(part) {
      if (part === null) bar.removeAttribute('value')
      else bar.value = part
    },
  }
}

// A file that was selected and has not been sent goes with the page: who leaves is asked
let sent
document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented) sent = event.target
})
window.addEventListener('pageshow', () => {
  sent = undefined
})
window.addEventListener('beforeunload', (event) => {
  const waiting = all('form[enctype]:not([data-drop])').some((form) => form !== sent && fieldsOf(form).length > 0)
  if (waiting && document.body.dataset.person) event.preventDefault()
})

function fail(form, shown, text) {
  sent = undefined
  shown.box.classList.add('hj-progress--bad')
  shown.tell(text)
  one('progress', shown.box).remove()
  shown.stop.remove()
  form.removeAttribute('aria-busy')
}

// What the server would refuse is said before it travels
function refuse(form, why) {
  all('.hj-progress', form).forEach((old) => {
    old.remove()
  })
  const shown = panel(form)
  fail(form, shown, why)
}

// Where the server leads to is read with the answer; the place in the page, which it also names, is not told to scripts
function goTo(address, place) {
  const next = new URL(address)
  if (place) next.hash = place
  const same = next.pathname + next.search === location.pathname + location.search
  location.assign(next)
  if (same) location.reload()
}

function showAnswer(html) {
  const answer = new DOMParser().parseFromString(html, 'text/html')
  const main = one('main', answer)
  if (!main) return false
  document.title = answer.title
  one('main').replaceWith(main)
  start(main)
  const summary = one('.govuk-error-summary', main) ?? one('h1', main)
  summary.tabIndex = -1
  summary.focus()
  summary.scrollIntoView()
  return true
}

function send(form, submitter) {
  all('.hj-progress', form).forEach((old) => {
    old.remove()
  })
  const shown = panel(form)
  const request = new XMLHttpRequest()
  sent = form
  const place = form.closest('.hj-paper')?.id
  form.setAttribute('aria-busy', 'true')
  shown.tell(say('正在上传…', 'Uploading…'))
  shown.stop.addEventListener('click', () => request.abort())
  request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable) return shown.move(null)
    shown.move((100 * loaded) / total)
    shown.stop.textContent = `${say('停止', 'Stop')} · ${megabytes(loaded)} / ${megabytes(total)} MB`
  })
  request.upload.addEventListener('load', () => {
    shown.move(null)
    shown.tell(say('已上传，正在检查…', 'Uploaded, being checked…'))
  })
  request.addEventListener('load', () => {
    if (request.status < 300 && request.responseURL !== form.action) goTo(request.responseURL, place)
    else if (!showAnswer(request.responseText))
      fail(form, shown, say('上传失败，请重新上传。', 'The upload failed. Try again.'))
  })
  request.addEventListener('abort', () => fail(form, shown, say('已停止，未上传。', 'Stopped. Nothing was uploaded.')))
  request.addEventListener('error', () =>
    fail(
      form,
      shown,
      say(
        '连接中断，上传失败。所选文件已保留，请再次点按“上传”。',
        'The connection was lost. Your file is still selected: select “Upload” again.',
      ),
    ),
  )
  request.open('POST', form.action)
  request.send(new FormData(form, submitter))
}

const fieldsOf = (form) => all('input[type="file"]', form).filter(({ files }) => files[0])

function complain(place, ...words) {
  const line = document.createElement('p')
  line.className = 'govuk-error-message'
  line.dataset.refused = ''
  line.setAttribute('role', 'alert')
  line.append(...words)
  place.before(line)
}

// Whether a field holds what the server would refuse, which is said at the field
function isRefused(field) {
  const box = field.closest('.hj-file') ?? field
  if (box.previousElementSibling?.matches('[data-refused]')) box.previousElementSibling.remove()
  const why = [...field.files].map((file) => refusal(file, field.accept)).find(Boolean)
  if (why) complain(box, why)
  return Boolean(why)
}

// The session has ended: what is chosen and typed stays on the page
function sayEnded(form, submitter) {
  const [before, after] = [
    say('登录已过期。请', 'Your session has ended. '),
    say('，然后返回重新上传；所选文件已保留。', ', then come back and upload again. Your files are still selected.'),
  ]
  const way = document.createElement('a')
  way.href = location.pathname + location.search
  way.target = '_blank'
  way.textContent = say('在新窗口登录', 'Sign in in a new window')
  complain(submitter ?? one('button:not([type="button"])', form), before, way, after)
}

const MANY = 'form:is([data-most], :has(.hj-enclose))'
document.addEventListener('change', ({ target }) => {
  if (target.matches(`${MANY} input[type="file"]`)) isRefused(target)
})

const signedIn = new WeakSet()
// A form of many files is sent as without script; what the server would refuse is said at its field, and nothing travels. Nor does it while nobody is signed in:
// a page that is left loses the files
document.addEventListener(
  'submit',
  async (event) => {
    const form = event.target.closest('form[enctype]:not([data-drop])')
    if (!form || !document.body.dataset.person) return
    const { submitter } = event
    for (const old of all('[data-refused]', form)) old.remove()
    const chosen = fieldsOf(form)
    // without a file it is a form like any other, which is kept when the session has ended
    if (form.dataset.most)
      form.enctype = chosen.length > 0 ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
    const wrong = form.matches(MANY) ? chosen.filter(isRefused) : []
    const others = [...document.forms].flatMap((other) => (other !== form && savers.get(other)?.settle()) || [])
    if (wrong.length === 0 && (signedIn.delete(form) || chosen.length + others.length === 0)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (wrong.length > 0) return wrong[0].focus()
    // where the question itself does not arrive the form is sent as it is
    if (chosen.length > 0 && !(await goesOn().catch(() => true))) return sayEnded(form, submitter)
    await Promise.all(others)
    signedIn.add(form)
    form.requestSubmit(submitter)
  },
  true,
)

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form.hj-upload[enctype="multipart/form-data"]')
  if (!form) return
  const field = one('input[type="file"]', form)
  const file = field?.files[0]
  // Without a file there is nothing to wait for, and a second press changes nothing
  if (form.getAttribute('aria-busy') === 'true') event.preventDefault()
  else if (file) {
    event.preventDefault()
    const why = refusal(file, field.accept)
    if (why) refuse(form, why)
    else send(form, event.submitter)
  }
})
