import '@renderer/ipc/zod-without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import '@renderer/ui/tokens.css'
import '@renderer/ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '@renderer/app/app.tsx'
import { startStores } from '@renderer/app/start.ts'
import { showBeats, startFlashing } from '@renderer/ui/flash.ts'

const host = document.getElementById('root')
if (host === null) throw new Error('The document has no root element.')

startStores()
startFlashing(showBeats(document.documentElement))
createRoot(host).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
