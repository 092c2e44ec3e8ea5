// Renders build/icon.svg into build/icon.png (1024 × 1024), from which electron-builder makes ico and icns.
// It runs inside Electron, after a change of the drawing: `electron scripts/render-icon.mjs` in the checkout.
import { app, BrowserWindow } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'

const size = 1024
const drawing = readFileSync('build/icon.svg').toString('base64')
const draw = `new Promise((settle, reject) => {
  const image = new Image()
  image.onerror = () => reject(new Error('The drawing could not be read.'))
  image.onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} })
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
    settle(canvas.toDataURL('image/png').split(',')[1])
  }
  image.src = 'data:image/svg+xml;base64,${drawing}'
})`

async function render() {
  await app.whenReady()
  const window = new BrowserWindow({ show: false })
  await window.loadURL('data:text/html,<title>icon</title>')
  writeFileSync('build/icon.png', Buffer.from(await window.webContents.executeJavaScript(draw), 'base64'))
  app.quit()
}

// Not awaited at top level: Electron becomes ready only after this module has been loaded.
render().catch((cause) => {
  console.error(cause.message)
  app.exit(1)
})
