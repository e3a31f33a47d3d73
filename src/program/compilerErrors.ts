/** An error of the compiler. */
export interface CompilerError {
  /** As the compiler was given it. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly code: number
  /** The first line of its message. */
  readonly says: string
}

/** The errors in what the compiler prints, without colours (`--pretty false`, or to a pipe). */
export const compilerErrors = (output: string): readonly CompilerError[] =>
  [...output.matchAll(/^(.*)\((\d+),\d+\): error TS(\d+): (.*)$/gm)].map(([, file, line, code, says]) => ({
    file: file!,
    line: Number(line),
    code: Number(code),
    says: says!,
  }))

/** The sentence that our types carry in a message, where there is one; else the message. */
export const sentenceIn = (says: string): string => /parameter of type '"(.*?)"/.exec(says)?.[1] ?? says
