export const fuseNames: readonly string[]
export const fusesOfOurs: Readonly<Record<string, boolean>>
export function readFuses(path: string): Record<string, boolean | 'removed' | 'absent' | undefined>[]
export function setFusesOfOurs(path: string): void
