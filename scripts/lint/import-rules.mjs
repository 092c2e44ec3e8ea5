// DESIGN.md's "Who may import whom" as an oxlint plugin. oxlint's own no-restricted-imports cannot say "a sibling
// feature", and its overrides replace each other where several of these rules meet in one file; a table can.
import { relative, sep } from 'node:path'
import { isBuiltin } from 'node:module'

const isNode = (source) => source.startsWith('node:') || isBuiltin(source)
const isPackage = (name) => (source) => source === name || source.startsWith(`${name}/`)
const isElectron = isPackage('electron')
const isIoredis = isPackage('ioredis')
const isZod = isPackage('zod')
const isOurs = (source) => /^@(shared|main|renderer|test)\//.test(source)
const isSameFolder = (source) => source.startsWith('./')

const electronFiles = /^src\/main\/(platform\/electron\/|index\.ts$|preload\/|ipc\/transport[^/]*\.ts$)/
const featureOf = (path) => /^src\/(?:shared|main|renderer)\/features\/([^/]+)\//.exec(path)?.[1]
const featureOfImport = (source) => /^@(?:shared|main|renderer)\/features\/([^/]+)\//.exec(source)?.[1]
const isTest = (path) => /\.test\.tsx?$/.test(path)
/** What a test beside the code may add to what the code itself may import. */
const isTestTool = (source) =>
  /^(vitest|fast-check)$/.test(source) || isNode(source) || source.startsWith('@test/')

/**
 * One rule per line of DESIGN.md: which files it governs, which imports it forbids there, and what it says.
 * Paths are relative to the checkout, with slashes.
 */
export const importRules = [
  {
    name: 'no-parent',
    forbids: (_path, source) => source.startsWith('../') || source === '..',
    says: 'Import through an alias (@shared, @main, @renderer, @test), not through "../".',
  },
  {
    name: 'shared-is-pure',
    applies: (path) => path.startsWith('src/shared/'),
    forbids: (path, source) =>
      !(
        isSameFolder(source) ||
        source.startsWith('@shared/') ||
        isZod(source) ||
        (isTest(path) && isTestTool(source))
      ),
    says: 'src/shared imports only src/shared and zod.',
  },
  {
    name: 'electron-is-thin',
    applies: (path) => path.startsWith('src/') && !electronFiles.test(path),
    forbids: (_path, source) => isElectron(source),
    says: 'Only platform/electron, index.ts, preload and ipc/transport import electron; declare a port instead.',
  },
  {
    name: 'ioredis-in-hub',
    applies: (path) => path.startsWith('src/') && !path.startsWith('src/main/hub/'),
    forbids: (_path, source) => isIoredis(source),
    says: 'Only src/main/hub imports ioredis, types included.',
  },
  {
    name: 'no-sibling-feature',
    applies: (path) => featureOf(path) !== undefined,
    forbids: (path, source) => ![undefined, featureOf(path)].includes(featureOfImport(source)),
    says: 'A feature never imports a sibling feature; declare a port in ports.ts and let compose.ts supply it.',
  },
  {
    name: 'engine-is-pure',
    applies: (path) => /^src\/main\/features\/[^/]+\/engine(-[^/.]+)?\.ts$/.test(path),
    forbids: (path, source) =>
      !(
        isSameFolder(source) ||
        source.startsWith('@shared/') ||
        source.startsWith(`@main/features/${featureOf(path)}/`)
      ),
    says: 'An engine is pure: it imports only src/shared and its own folder.',
  },
  {
    name: 'main-not-renderer',
    applies: (path) => path.startsWith('src/main/'),
    forbids: (_path, source) => source.startsWith('@renderer/') || /^react(-dom)?(\/|$)/.test(source),
    says: 'src/main imports neither the renderer nor React.',
  },
  {
    name: 'renderer-is-apart',
    applies: (path) => path.startsWith('src/renderer/'),
    forbids: (path, source) =>
      source.startsWith('@main/') || ((isNode(source) || source.startsWith('@test/')) && !isTest(path)),
    says: 'src/renderer imports only src/shared and itself, and nothing of Node.',
  },
  {
    name: 'demo-ward-knows-nothing',
    applies: (path) => path.startsWith('src/main/demo-ward/') && !isTest(path),
    forbids: (_path, source) =>
      isZod(source) ||
      (isOurs(source) && source !== '@main/hub/open-client.ts' && !source.startsWith('@main/demo-ward/')),
    says: 'The demonstration ward knows only the seed’s contract; of ours it imports @main/hub/open-client.ts alone.',
  },
  {
    name: 'sources-not-tests',
    applies: (path) => path.startsWith('src/') && !isTest(path),
    forbids: (_path, source) => source.startsWith('@test/') || /^(vitest|fast-check)$/.test(source),
    says: 'Only tests import test support.',
  },
]

/** Every rule that an import of `source` in the file at `path` breaks. */
export function brokenRules(path, source) {
  return importRules.filter((rule) => (rule.applies?.(path) ?? true) && rule.forbids(path, source))
}

const bridgeFolder = 'src/renderer/ipc/'

function boundariesRule(context) {
  const path = relative(context.cwd, context.filename).split(sep).join('/')
  const check = (node) => {
    const source = node?.type === 'Literal' ? node.value : undefined
    if (typeof source !== 'string') return
    for (const rule of brokenRules(path, source))
      context.report({ node, message: `${rule.name}: ${rule.says}` })
  }
  return {
    ImportDeclaration: (node) => check(node.source),
    ExportNamedDeclaration: (node) => check(node.source),
    ExportAllDeclaration: (node) => check(node.source),
    ImportExpression: (node) => check(node.source),
    TSImportType: (node) => check(node.source ?? node.argument?.literal ?? node.argument),
    TSExternalModuleReference: (node) => check(node.expression),
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') check(node.arguments[0])
    },
  }
}

function bridgeRule(context) {
  const path = relative(context.cwd, context.filename).split(sep).join('/')
  if (!path.startsWith('src/renderer/') || path.startsWith(bridgeFolder)) return {}
  return {
    MemberExpression: (node) => {
      const ofWindow =
        node.object.type === 'Identifier' && /^(window|globalThis|self)$/.test(node.object.name)
      const name = node.computed ? node.property.value : node.property.name
      if (ofWindow && name === 'wardlight') {
        context.report({ node, message: 'bridge-in-ipc: only src/renderer/ipc touches the preload bridge.' })
      }
    },
  }
}

export default {
  meta: { name: 'wardlight' },
  rules: {
    boundaries: { create: boundariesRule },
    bridge: { create: bridgeRule },
  },
}
