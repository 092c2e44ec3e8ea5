import { defineConfig } from '@playwright/test'

// Only Electron is driven, so no browser is ever downloaded; one window on a screen (scripts/suites.mjs cuts the files into parts).
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
})
