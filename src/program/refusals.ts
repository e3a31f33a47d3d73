/** What a program tried that it may not do. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/**
 * Takes away what a program has no business with: ending the process, and the network. It guards against mistakes; who
 * wants to get around it can.
 */
export const refuse = (mayReach: boolean): void => {
  const refuser = (says: string) => () => {
    throw new Refused(says)
  }
  for (const name of ['exit', 'reallyExit', 'abort', 'kill', 'dlopen'])
    Object.defineProperty(process, name, {
      value: refuser(`process.${name}() is not for programs that run here: let the program come to its end.`),
    })
  Object.defineProperty(globalThis, 'require', {
    value: refuser('require() is not for programs that run here: write import.'),
  })
  if (mayReach) return
  Object.defineProperty(process, 'getBuiltinModule', {
    value: refuser(`process.getBuiltinModule() ${REACHES}`),
  })
  for (const name of ['fetch', 'WebSocket', 'EventSource'])
    Object.defineProperty(globalThis, name, { value: refuser(`${name}() ${REACHES}`) })
}

const REACHES =
  'reaches out of the simulation: a program that runs here works on memory and virtual time alone.'

/** Says why a module cannot be imported. */
export const whyNot = (specifier: string, modules: readonly string[]): string => {
  const known = modules.join(', ')
  if (
    /^(node:)?(fs|net|http|https|http2|dgram|tls|dns|child_process|worker_threads|cluster)(\/|$)/.test(
      specifier,
    )
  )
    return `${specifier} ${REACHES}`
  if (/^[./]|^file:/.test(specifier))
    return `${specifier} is another file: a program that runs here is one file, and imports from ${known}.`
  return `There is no module ${specifier} here: a program can import from ${known}.`
}
