// What an editor shows: hovers, completions and the forms of calls at the marks in accepted/editor.ts; that every word
// has a docstring; and that no type which a user gets to see holds any or unknown.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Checks with the compiler's library, on the folder that it has compiled. */
export const editorOn = (ts, { folder, service }) => [
  ...shown(ts, { folder, service }),
  ...known(ts, { folder, program: service.getProgram() }),
  namedAsExported(ts, { folder, service }),
]

const shown = (ts, { folder, service }) => {
  const file = join(folder, 'accepted/editor.ts')
  const text = (parts) => ts.displayPartsToString(parts)
  const ask = {
    '?': (place) => text(service.getQuickInfoAtPosition(file, place)?.displayParts),
    '.': (place) =>
      service
        .getCompletionsAtPosition(file, place, {})
        ?.entries.map(({ name }) => name)
        .join(' '),
    '(': (place) => {
      const [item] = service.getSignatureHelpItems(file, place, {})?.items ?? []
      if (!item) return undefined
      const parameters = item.parameters.map(({ displayParts }) => text(displayParts)).join(', ')
      return `${text(item.prefixDisplayParts)}${parameters}${text(item.suffixDisplayParts)}`
    },
  }
  const lines = readFileSync(file, 'utf8').split('\n')
  let start = 0
  let above = 0
  const checks = []
  for (const [index, line] of lines.entries()) {
    const mark = /^\/\/( +)([?.(]) (.*)$/.exec(line)
    if (!mark) above = start
    else {
      const came = ask[mark[2]](above + 2 + mark[1].length)?.replace(/\s+/g, ' ')
      const name = `the editor shows at accepted/editor.ts:${index}: ${mark[3]}`
      checks.push({ name, passed: came === mark[3], detail: `came: ${came}` })
    }
    start += line.length + 1
  }
  const undocumented = lines.flatMap((line, index) => {
    const mark = /^\/\/( +)\. (.*)$/.exec(line)
    // Keywords are the user's own.
    if (!mark?.[2].includes(' ') || lines[index - 1].includes('kwargs')) return []
    const place = lines.slice(0, index - 1).join('\n').length + 3 + mark[1].length
    return mark[2].split(' ').flatMap((word) => {
      const entry = service.getCompletionEntryDetails(file, place, word, {}, undefined, {}, undefined)
      return (entry?.documentation ?? []).length > 0 ? [] : [`${word} in line ${index}`]
    })
  })
  checks.push({
    name: 'every word has a docstring',
    passed: undocumented.length === 0,
    detail: undocumented.join(', '),
  })
  return checks
}

/** The hovers of all calls in accepted code: a type that they name is the package's own by export, the language's or the user's. */
const namedAsExported = (ts, { folder, service }) => {
  const program = service.getProgram()
  const checker = program.getTypeChecker()
  const strange = new Set()
  let count = 0
  for (const file of program.getSourceFiles()) {
    if (!relative(folder, file.fileName).startsWith('accepted/')) continue
    const known = new Set(checker.getSymbolsInScope(file, ts.SymbolFlags.Type).map(({ name }) => name))
    for (const imported of file.imports ?? [])
      for (const { name } of checker.getExportsOfModule(checker.getSymbolAtLocation(imported)))
        known.add(name)
    for (const [, name] of file.text.matchAll(/<(\w+) extends/g)) known.add(name)
    const visit = (node) => {
      // In a generic function what is checked is open still.
      if (ts.isFunctionLike(node) && node.typeParameters) return
      if (
        ts.isCallExpression(node) &&
        node.expression.getText() !== 'is' &&
        !ts.isCallExpression(node.expression)
      ) {
        const word = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression
        const hover = service.getQuickInfoAtPosition(file.fileName, word.getStart())
        count += 1
        const text = ts.displayPartsToString(hover?.displayParts).replace(/"[^"]*"/g, '')
        for (const [, name] of text.matchAll(/(?<![\w.])([A-Z]\w*)/g))
          if (!known.has(name))
            strange.add(`${name} in ${relative(folder, file.fileName)}: ${text.slice(0, 120)}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  return {
    name: `the hovers of ${count} calls name only types that the package exports`,
    passed: strange.size === 0 && count > 200,
    detail: [...strange].join('\n  '),
  }
}

/** The values of what is exported and awaited in accepted code, looked into as deep as types go. */
const known = (ts, { folder, program }) => {
  const checker = program.getTypeChecker()
  const vague = ts.TypeFlags.Any | ts.TypeFlags.Unknown
  const wrong = new Set()
  let count = 0
  for (const file of program.getSourceFiles()) {
    const name = relative(folder, file.fileName)
    // What is given there is `any`, and says itself what it still gives.
    if (!name.startsWith('accepted/') || name === 'accepted/untyped.ts') continue
    const visit = (node) => {
      if (ts.isAwaitExpression(node) || ts.isCallExpression(node)) {
        count += 1
        if (isVague(checker.getTypeAtLocation(node), new Set()))
          wrong.add(`${name}: ${node.getText().slice(0, 80)}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  function isVague(type, seen) {
    if (type.flags & vague) return true
    if (seen.has(type)) return false
    seen.add(type)
    if (type.isUnionOrIntersection()) return type.types.some((part) => isVague(part, seen))
    const args = [...checker.getTypeArguments(type), ...(type.aliasTypeArguments ?? [])]
    if (args.some((part) => part !== type && isVague(part, seen))) return true
    if (type.isClassOrInterface() || type.target) return false
    const properties = type.getProperties().filter(({ flags }) => flags & ts.SymbolFlags.Property)
    return properties.some((property) => isVague(checker.getTypeOfSymbol(property), seen))
  }
  return [
    {
      name: `no type in ${count} calls holds any or unknown`,
      passed: wrong.size === 0 && count > 200,
      detail: [...wrong].join('\n  '),
    },
  ]
}
