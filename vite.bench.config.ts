import { defineConfig } from 'vite'
import { aliases } from './vite.aliases.ts'

// The benchmark as plain JavaScript for Node: no loader stands between it and what it measures.
export default defineConfig({
  resolve: { alias: aliases },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/bench',
    rolldownOptions: {
      input: 'test/bench/run.ts',
      external: [/^#scripts\//],
      output: { entryFileNames: '[name].js' },
    },
  },
})
