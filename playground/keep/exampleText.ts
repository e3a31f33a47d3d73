/**
 * A lesson's program as one that stands alone. A lesson is a function that gives what it holds by name; here its lines
 * stand at the top of the file, and what it gives are bindings.
 */
export const exampleText = (source: string): string => {
  const lines = source.trimEnd().split('\n')
  const begins = lines.findIndex((line) => /^export async function lesson\(/.test(line))
  const text = begins < 0 ? lines : [...lines.slice(0, begins), ...bodyOf(lines.slice(begins + 1))]
  const kept = text.filter((line) => !/^\s*\/\/ (?:---cut(?:-\w+)?---|@ts-expect-error)\s*$/.test(line))
  return `${kept.join('\n').trim()}\n`
}

/** The lines of the function one level back, up to its closing brace. */
const bodyOf = (lines: readonly string[]): readonly string[] => {
  const end = lines.lastIndexOf('}')
  return lines.slice(0, end < 0 ? lines.length : end).flatMap((line) => {
    const given = /^ {2}return \{ (.*) \}$/.exec(line)?.[1]
    if (given !== undefined) return given.split(/, (?=\w+(?:,|:|$))/).flatMap(bindingOf)
    return [line.replace(/^ {2}/, '')]
  })
}

/** `value: await r.get()` becomes a binding; a name alone is one already. */
const bindingOf = (entry: string): readonly string[] => {
  const [, name, value] = /^(\w+): (.*)$/.exec(entry) ?? []
  return name === undefined ? [] : [`const ${name} = ${value}`]
}
