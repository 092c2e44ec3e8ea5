import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { aliases } from './vite.aliases.ts'

// The oldest runtime this code meets is Electron 33 (Node 20.18, Chrome 130), used where only npm is reachable.
const nodeTarget = 'node20.18'
const chromeTarget = 'chrome130'

export default defineConfig({
  main: {
    resolve: { alias: aliases },
    build: {
      target: nodeTarget,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          'engine-host': 'src/main/engine-host.ts',
          'demo-ward': 'src/main/demo-ward/index.ts',
          'audit-verify': 'src/main/audit-verify.ts',
          acl: 'src/main/acl.ts',
          knowledge: 'src/main/knowledge.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    resolve: { alias: aliases },
    build: {
      target: nodeTarget,
      // A sandboxed preload can require nothing but electron, so everything else goes into its one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/main/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    resolve: { alias: aliases },
    plugins: [react()],
    build: {
      target: chromeTarget,
      minify: 'oxc',
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
})
