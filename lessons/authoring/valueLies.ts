import ts from 'typescript'
import { runProgram } from '../../src/program/runProgram.ts'
import { printValue } from '../../src/ui/value.ts'
import type { Step } from '../lesson.ts'
import { worldOf } from '../worldOf.ts'
import { type Fence, isAsPromised, type Lie } from './fences.ts'

/**
 * Runs a block in the world of its step and compares what its `// => value` comments say: behind `const x = ...` what x
 * holds, behind an expression what it gives, behind `console.log(...)` what is printed. `...` stands for anything.
 */
export const valueLies = async (fence: Fence, step: Step): Promise<readonly Lie[]> => {
  const { source, promises } = asked(fence.code)
  if (promises.length === 0) return []
  const { returned, printed, trouble } = await runProgram({ source, file: fence.page, world: worldOf(step) })
  const lines = printed.map(({ text }) => text)
  return promises.flatMap(({ name, says, index }) => {
    const lie = (found: string) => [
      { page: fence.page, line: fence.line + index, says: `\`// => ${says}\` is not so: ${found}` },
    ]
    if (name === null) {
      const at = lines.findIndex((line) => isAsPromised(line, says))
      return at < 0 ? lie(`printed were ${JSON.stringify(lines.slice(0, 5))}`) : []
    }
    if (!(name in returned)) return lie(trouble === null ? 'it is no value that can be shown' : trouble.says)
    const value = printValue(returned[name])
    return isAsPromised(value, says) ? [] : lie(`it is ${value}`)
  })
}

interface Promised {
  /** What holds the value; null for what is printed. */
  readonly name: string | null
  readonly says: string
  /** The line in the block, from 0. */
  readonly index: number
}

/** The block with a name for every expression of which something is said. Lines stay where they are. */
const asked = (code: string): { readonly source: string; readonly promises: readonly Promised[] } => {
  const lines = code.split('\n')
  const tree = ts.createSourceFile('page.ts', code, ts.ScriptTarget.ES2023, true)
  const promises = tree.statements.flatMap((statement): readonly Promised[] => {
    const index = tree.getLineAndCharacterOfPosition(statement.getEnd()).line
    const says = /\/\/ => (.*)$/.exec(lines[index]!)?.[1]
    if (says === undefined) return []
    if (ts.isVariableStatement(statement))
      return [{ name: statement.declarationList.declarations[0]!.name.getText(tree), says, index }]
    if (!ts.isExpressionStatement(statement) || statement.getText(tree).startsWith('console.'))
      return [{ name: null, says, index }]
    const first = tree.getLineAndCharacterOfPosition(statement.getStart(tree)).line
    lines[first] = `const $${index} = ${lines[first]}`
    return [{ name: `$${index}`, says, index }]
  })
  return { source: lines.join('\n'), promises }
}
