// All papers at once: each file travels in a form of its own, so that whatever arrived stays. What the server would refuse is said before it travels; after a
// broken connection the rest goes on without being chosen anew. Then the page comes again, with what arrived and what it may be.
import { one, say, show } from './app.js'

const form = one('form[data-drop]')
const most = Number(form?.dataset.drop ?? one('[data-most]')?.dataset.most) || Number.POSITIVE_INFINITY
const mb = (bytes) => (bytes / 1_048_576).toFixed(1)
const KNOWN = /\.(?:pdf|jpe?g|jpe|jfif|png)$/i
const PIECE = 4 * 1_048_576
const TRIES = 5
const PAUSE = 1_000 // ms
const TYPES = ['application/pdf', 'image/jpeg', 'image/png']

// Why a file need not travel; undefined when it may
export function refusal({ name, size, type }, accept = '') {
  // of several applications, where the server unpacks it
  if (form?.dataset.dropArchives && /\.zip$/i.test(name) && size > 0 && size <= Number(form.dataset.dropArchives))
    return undefined
  if (/\.hei[cf]$/i.test(name) || /^image\/hei[cf]/.test(type))
    return say(
      '不支持苹果手机的HEIC照片，未上传。请在手机“文件”中长按该文件，选择“转换图像”为JPEG；或用手机打开本页从相册选择，系统会自动转为JPEG。',
      'HEIC photos are not accepted; not uploaded. On the iPhone, hold the file in the Files app and select “Convert Image”, JPEG. Or open this page on the iPhone and select the photo from the library.',
    )
  const isTable = /\.(?:csv|xlsx)$/i.test(name)
  const takesTables = accept.includes('.csv')
  if (takesTables && !isTable)
    return say(
      '此处仅接收平台导出的CSV和XLSX，未上传。其他材料请在相应种类下上传。',
      'Only CSV or XLSX files exported by a platform are accepted here; not uploaded. Upload other documents under their own kind.',
    )
  if (isTable && !takesTables)
    return say(
      '平台导出的表格请在“平台导出的数据文件”下上传，此处未上传。',
      'Upload tables exported by a platform under “Data file exported by a platform”; not uploaded here.',
    )
  if (!takesTables && !TYPES.includes(type) && !KNOWN.test(name))
    return say(
      '仅接收PDF、JPEG和PNG，未上传。请导出为PDF后重新选择。',
      'Only PDF, JPEG and PNG are accepted; not uploaded. Export the file as PDF.',
    )
  if (size === 0) return say('文件为空，未上传。', 'The file is empty; not uploaded.')
  if (size > most)
    return say(
      `${mb(size)} MB，超过${Math.floor(most / 1_048_576)} MB，未上传。请压缩或降低扫描分辨率。`,
      `It has ${mb(size)} MB, more than ${Math.floor(most / 1_048_576)} MB, and was not uploaded. Compress it or scan it at a lower resolution.`,
    )
  return undefined
}

const status = form && one('[data-drop-status]', form)
const list = form && one('[data-drop-list]', form)
const waiting = []
let [running, kept, troubles, number] = [false, 0, 0, 0]

function line(file) {
  const item = document.createElement('li')
  const words = document.createElement('span')
  item.append(`${file.name} `, words)
  list.append(item)
  list.hidden = false
  const tell = (text, look = 'hj-2') => {
    words.textContent = text
    words.className = look
  }
  return { item, tell }
}

function post({ request }, file, name, fields, tell) {
  const body = new FormData()
  body.append('_csrf', form.elements._csrf.value)
  body.append('_request', request)
  for (const [field, value] of Object.entries(fields)) body.append(field, value)
  body.append('files', file, name)
  return new Promise((resolve) => {
    const sent = new XMLHttpRequest()
    sent.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) tell(loaded / total)
    })
    sent.addEventListener('loadend', () => resolve(sent))
    sent.open('POST', form.action)
    sent.setRequestHeader('accept', 'application/json')
    sent.send(body)
  })
}

// An archive travels in pieces: one that was cut off, also by leaving the page, goes on where it broke when it is chosen again
async function inPieces(entry, tell) {
  const { file } = entry
  const upload = `${file.name} ${file.size} ${file.lastModified}`
  let [answer, before, tries] = [undefined, 0, 0]
  for (;;) {
    const from = answer?.offset ?? 0
    // first an empty one, which asks how much is there
    const piece = file.slice(from, answer ? from + PIECE : from)
    const fields = { upload, size: file.size, offset: from }
    const next = read(
      await post(entry, piece, file.name, fields, (part) => tell((from + part * piece.size) / file.size)),
    )
    if (next && (next.refused.length > 0 || next.kept > 0)) return next
    // what arrived of a piece that was cut off is asked for
    const goesOn = next && next.offset > before
    tries = goesOn ? 0 : next && !answer ? tries : tries + 1
    if (tries > TRIES) return undefined
    answer = next
    before = next?.offset ?? before
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, tries * PAUSE))
  }
}

async function send(entry) {
  const { file, item } = entry
  const bar = document.createElement('progress')
  bar.max = 100
  bar.setAttribute('aria-label', file.name)
  item.append(' ', bar)
  const tell = (part) => {
    bar.value = 100 * part
  }
  const isArchive = form.dataset.dropArchives && /\.zip$/i.test(file.name)
  const answer = isArchive ? await inPieces(entry, tell) : read(await post(entry, file, file.name, {}, tell))
  bar.remove()
  return answer
}

// What the server says, or undefined when it did not hear us
function read({ status: code, responseText }) {
  try {
    const answer = JSON.parse(responseText)
    if (Array.isArray(answer.refused)) return answer
    const { zh, en } = answer.problems?.[0]?.message ?? answer.message
    return code >= 400 && code < 500 && zh ? { kept: 0, refused: [say(zh, en)] } : undefined
  } catch {
    return undefined
  }
}

function finish() {
  running = false
  if (kept > 0 && troubles === 0 && waiting.length === 0) {
    location.hash = kept > 0 ? 'sort' : ''
    location.reload()
    return
  }
  const left = waiting.length
  const words = [
    kept > 0 && say(`收到 ${kept} 份。`, `${kept} arrived. `),
    troubles > 0 && say(`${troubles} 份未接收，原因见下。`, `${troubles} rejected, see the reasons below. `),
    left > 0 && say(`连接中断，还有 ${left} 份未上传。`, `The connection was lost. ${left} not uploaded yet. `),
  ]
  status.textContent = words.filter(Boolean).join('')
  one('[data-drop-next]', form)?.remove()
  const next = document.createElement('div')
  next.className = 'hj-line'
  next.dataset.dropNext = ''
  const button = (text, press) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.className = 'govuk-button govuk-button--secondary'
    made.textContent = text
    made.addEventListener('click', press)
    next.append(made)
  }
  if (left > 0) button(say(`继续上传这 ${left} 份`, `Continue with these ${left}`), run)
  if (kept > 0)
    button(say('确认已收到的文件', 'Confirm the files received'), () => {
      location.hash = 'sort'
      location.reload()
    })
  if (next.children.length > 0) list.after(next)
}

async function run() {
  if (running) return
  running = true
  one('[data-drop-next]', form)?.remove()
  for (let entry = waiting[0]; entry; entry = waiting[0]) {
    status.textContent = say(`正在上传，还有 ${waiting.length} 份…`, `Uploading, ${waiting.length} to go…`)
    entry.tell(say('正在上传…', 'uploading…'))
    const answer = await send(entry)
    if (!answer) {
      for (const { tell } of waiting) tell(say('未上传', 'not uploaded'), 'hj-bad')
      break
    }
    waiting.shift()
    if (answer.refused.length > 0) {
      troubles += 1
      const why = answer.refused.join(' ')
      entry.tell(
        why.startsWith(entry.file.name) ? why.slice(entry.file.name.length).replace(/^[：:]\s*/, '') : why,
        'hj-bad',
      )
    } else {
      kept += 1
      entry.tell(say('已收到', 'received'), 'hj-ok')
    }
  }
  finish()
}

function take(files) {
  for (const file of files) {
    const why = refusal(file)
    const shown = line(file)
    if (why) {
      troubles += 1
      shown.tell(why, 'hj-bad')
    } else {
      number += 1
      shown.tell(say('等待上传', 'waiting'))
      waiting.push({ file, request: `${form.elements._request.value}-${number}`, ...shown })
    }
  }
  if (waiting.length > 0) run()
  else finish()
}

if (form) {
  show('[data-drop-shown]', true, form)
  for (const field of form.querySelectorAll('input[type="file"]')) {
    field.addEventListener('change', () => {
      const chosen = [...field.files]
      field.value = '' // the same file may be chosen again
      take(chosen)
    })
  }
  const area = one('.hj-drop', form)
  for (const name of ['dragover', 'dragleave', 'drop']) {
    area.addEventListener(name, (event) => {
      event.preventDefault()
      area.classList.toggle('hj-drop--over', name === 'dragover')
      if (name === 'drop') take(event.dataTransfer.files)
    })
  }
  // a date that was suggested for one kind says nothing of another
  for (const row of document.querySelectorAll('.hj-sorting__row')) {
    const kind = one('select', row)
    const first = kind.value
    kind.addEventListener('change', () => {
      const dates = [...row.querySelectorAll('input[name*="[issuedOn]"]')]
      if (kind.value === first && dates.every((box) => !box.value))
        for (const box of dates) box.value = box.defaultValue
      else if (kind.value !== first && dates.every((box) => box.value === box.defaultValue))
        for (const box of dates) box.value = ''
    })
  }
  form.addEventListener('submit', (event) => event.preventDefault())
  window.addEventListener('online', () => waiting.length > 0 && run())
  window.addEventListener('beforeunload', (event) => {
    if (running) event.preventDefault()
  })
}
