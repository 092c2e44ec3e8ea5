import { defineConfig } from 'vite'
import { aliases } from './vite.aliases.ts'

// The fault runs' processes as plain JavaScript for Node, beside the packages that they import.
export default defineConfig({
  logLevel: 'error',
  resolve: { alias: aliases },
  build: {
    ssr: true,
    target: 'node24',
    sourcemap: true,
    rolldownOptions: {
      input: ['test/faults/station-process.ts', 'test/faults/asked-process.ts', 'src/main/engine-host.ts'],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
