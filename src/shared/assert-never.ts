/** Closes a union: the compiler rejects a case that nobody handled, and a value from outside the union throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case of a closed union: ${typeof value}`)
}
