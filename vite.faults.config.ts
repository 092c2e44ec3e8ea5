import { defineConfig } from 'vite'
import { aliases } from './vite.aliases.ts'

// The fault run's station process as plain JavaScript for Node, beside the packages that it imports.
export default defineConfig({
  logLevel: 'error',
  resolve: { alias: aliases },
  build: {
    ssr: true,
    target: 'node24',
    sourcemap: true,
    rolldownOptions: {
      input: 'test/faults/station-process.ts',
      output: { entryFileNames: '[name].js' },
    },
  },
})
