import type { Playground } from '../playground.ts'
import type { Example } from './examples.ts'

/** The programs whose titles have every word that is looked for. */
export const listed = ({ examples, list }: Pick<Playground, 'examples' | 'list'>): readonly Example[] => {
  const words = list.query.toLowerCase().split(/\s+/)
  return (examples ?? []).filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
}
