import type { Row } from '../span.ts'
import type { Style, Theme } from '../theme.ts'

/**
 * The rows as text with colours, as Ink would write them: for a first frame that is drawn while Ink is still being loaded,
 * after which nothing is left to change, and for every frame where there is nothing to lay out.
 */
export const colored = (rows: readonly Row[], theme: Theme): string =>
  rows.map((row) => row.map(({ text, role }) => dressed(text, theme[role])).join('')).join('\n')

const dressed = (text: string, { color, bold, dimColor, inverse }: Style) => {
  const parameters = [
    bold ? 1 : undefined,
    dimColor ? 2 : undefined,
    inverse ? 7 : undefined,
    color === undefined ? undefined : COLORS[color],
  ].filter((parameter) => parameter !== undefined)
  return parameters.length === 0 ? text : `\u001b[${parameters.join(';')}m${text}\u001b[0m`
}

/** The sixteen colours that every terminal has, by chalk's names. */
const COLORS: Readonly<Record<string, number>> = {
  gray: 90,
  ...Object.fromEntries(
    ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'].flatMap((name, index) => [
      [name, 30 + index],
      [`${name}Bright`, 90 + index],
    ]),
  ),
}
