import { chapters } from '../chapters.ts'
import type { Chapter } from '../lesson.ts'
import type { Made } from './checkMade.ts'

/** The course at a glance: `lessons/README.md`, which links the chapters' pages. */
export const coursePage = (course: readonly Chapter[]): Made => {
  const rows = course.map(({ number, slug, title, steps }) => {
    const says = chapters.find((listed) => listed.number === number)!.says
    return `| ${number} | [${title}](${slug}/README.md) | ${steps.length} | ${says} |`
  })
  const text = [
    '# The course',
    `A bank tells its customers what happens on their accounts. ${course.length} chapters, each of which starts from nothing; whoever wants four takes 5, 10, 11 and 14.`,
    '`npm run lesson` lists them in the terminal, `npm run lesson 5` plays one. These pages are made of the same files.',
    ['| | chapter | steps | what it shows |', '|---|---|---|---|', ...rows].join('\n'),
  ]
  return new Map([['lessons/README.md', `${text.join('\n\n')}\n`]])
}
