import { defineConfig } from 'vitest/config'
import { aliases } from './vite.aliases.ts'

const project = (
  name: string,
  include: string[],
  limits: { testTimeout: number; fileParallelism: boolean },
) => ({
  resolve: { alias: aliases },
  test: {
    name,
    include,
    environment: 'node',
    hookTimeout: 60_000,
    setupFiles: ['test/support/property-seed.ts'],
    ...limits,
  },
})

const fullFaults = process.env['WARDLIGHT_FAULTS'] === 'full'

export default defineConfig({
  test: {
    // vitest leaves one core to whoever watches; nobody watches `npm test`.
    maxWorkers: '100%',
    projects: [
      project('unit', ['src/**/*.test.{ts,tsx}', 'test/unit/**/*.test.{ts,tsx}', 'test/lint/**/*.test.ts'], {
        testTimeout: 30_000,
        fileParallelism: true,
      }),
      project('integration', ['test/integration/**/*.test.ts'], {
        testTimeout: 60_000,
        fileParallelism: true,
      }),
      // One file at a time: they measure silence, and load that others make would look like it.
      project('faults', ['test/faults/**/*.test.ts'], {
        testTimeout: fullFaults ? 4 * 60 * 60_000 : 10 * 60_000,
        fileParallelism: false,
      }),
    ],
  },
})
