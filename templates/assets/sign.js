// A name is drawn with a finger, a pen or the mouse: the strokes go out as "x y x y …;…" in units of the canvas (src/forms/strokes.ts), which the server
// holds against its own limits. What was drawn stays when something else was wrong.
import { all, one, say } from './app.js'

// an answer to a sent form becomes this address's own page, so that going back to it asks for it again
history.replaceState(history.state, '', location.href)

const form = one('form[data-sign]')
const canvas = one('canvas', form)
const field = one('[name="strokes"]', form)
const told = one('[data-told]', form)
const { width, height } = canvas
const most = Number(canvas.dataset.most)
const pen = canvas.getContext('2d')
const NEAR = 4 // a point closer to the last one than this says nothing new
let strokes = field.value
  .split(';')
  .filter(Boolean)
  .map((stroke) => stroke.split(' ').flatMap((x, at, list) => (at % 2 ? [] : [[+x, +list[at + 1]]])))
let now

function draw() {
  pen.clearRect(0, 0, width, height)
  Object.assign(pen, { lineWidth: 7, lineCap: 'round', lineJoin: 'round', strokeStyle: getComputedStyle(canvas).color })
  for (const stroke of strokes) {
    pen.beginPath()
    pen.moveTo(...stroke[0])
    for (const point of stroke.length > 1 ? stroke.slice(1) : stroke) pen.lineTo(...point)
    pen.stroke()
  }
  field.value = strokes.map((stroke) => stroke.flat().join(' ')).join(';')
  canvas.setAttribute(
    'aria-label',
    strokes.length > 0 ? say('签名框，已书写', 'Signature box, signed') : say('签名框，空白', 'Signature box, empty'),
  )
}

const count = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0)
const clamp = (value, end) => Math.min(end, Math.max(0, Math.round(value)))
function add(event) {
  const box = canvas.getBoundingClientRect()
  const x = clamp(((event.clientX - box.left) / box.width) * width, width)
  const y = clamp(((event.clientY - box.top) / box.height) * height, height)
  const last = now.at(-1)
  if (last && Math.hypot(x - last[0], y - last[1]) < NEAR) return
  if (count() >= most) {
    told.textContent = say('笔画过多，未继续记录。请清除后重写。', 'Too many strokes. Clear the box and sign again.')
    return
  }
  now.push([x, y])
}

canvas.addEventListener('pointerdown', (event) => {
  if (!event.isPrimary || event.button > 0 || strokes.length >= 100) return
  event.preventDefault()
  canvas.setPointerCapture(event.pointerId)
  now = []
  add(event)
  if (now.length > 0) strokes.push(now)
  draw()
})
canvas.addEventListener('pointermove', (event) => {
  if (!now || !event.isPrimary) return
  const every = event.getCoalescedEvents?.() ?? []
  for (const one of every.length > 0 ? every : [event]) add(one)
  draw()
})
for (const end of ['pointerup', 'pointercancel'])
  canvas.addEventListener(end, () => {
    now = undefined
  })
one('[data-clear]', form).addEventListener('click', () => {
  strokes = []
  told.textContent = ''
  draw()
})

for (const note of all('[data-undrawn]')) note.hidden = true
form.hidden = false
draw()
