import type { Chapter } from '../lesson.ts'
import map from './01-map/check.ts'
import oneBadItem from './02-one-bad-item/check.ts'
import chunks from './03-chunks/check.ts'
import fanOut from './04-fan-out/check.ts'
import pageAfterPage from './05-page-after-page/check.ts'
import oneThatFails from './06-one-that-fails/check.ts'
import inParts from './07-in-parts/check.ts'

/** Chapter 13: canvases whose size is known only when they run. */
export const chapter: Chapter = {
  number: 13,
  slug: '13-workflows-that-grow',
  title: 'Workflows that grow',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/canvas.html#map-starmap',
  begin: () => {},
  steps: [map, oneBadItem, chunks, fanOut, pageAfterPage, oneThatFails, inParts],
}
