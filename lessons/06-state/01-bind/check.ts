import { step } from '../../lesson.ts'
import { world } from '../world.ts'
import { app, lesson } from './canvas.ts'

export default step({
  folder: '01-bind',
  title: 'What a task knows of itself',
  manual: 'https://docs.celeryq.dev/en/stable/userguide/tasks.html#task-request',
  app,
  ...world,
  programs: { 'canvas.ts': lesson },
  predict: {
    ask: "Which id in close's request is that of the first task?",
    options: ['id: a chain has one', 'parentId', 'rootId'],
    answer: 3,
    because: 'whatever a task starts carries the id of the very first: log it, and one search finds all.',
    refutedBy: (run) => run.returned('r'),
  },
  facts: (run) => [
    run
      .result('r')
      .gives({ id: false, parentId: false, rootId: true }, 'close is told the first id as rootId'),
    run.task('close').startsAfter('pass'),
    run.task('pass').startsAfter('open'),
  ],
})
