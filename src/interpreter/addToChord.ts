import type { Canvas } from '../canvas/canvas.ts'
import { cloneWith, setOptions } from '../canvas/compose.ts'
import { NotImplementedError, RuntimeError } from '../canvas/exceptions.ts'
import type { Handle } from '../canvas/handle.ts'
import { dropNulls, type Message } from '../protocol/message.ts'
import type { Dispatch } from './context.ts'
import { send } from './send.ts'

/**
 * `Task.add_to_chord`: sends a canvas as one part more of the chord that a task is a part of, with the task's place in
 * the header. Throws when the task is in no chord, and when the backend cannot count.
 */
export function addToChord(canvas: Canvas, { headers, body }: Message, scope: Dispatch): Handle {
  const { chord } = body[2]
  const { group } = headers
  if (!chord || group === null) throw new RuntimeError('Current task is not member of any chord')
  if (scope.chords !== 'counter') throw new NotImplementedError('Backend does not support add_to_chord')
  const options = dropNulls({
    group_id: group,
    group_index: headers.group_index,
    chord,
    root_id: headers.root_id,
  })
  scope.effects.push({ type: 'extend-chord', groupId: group })
  const sent = send(setOptions(cloneWith(canvas), options), {}, scope)
  if (!sent) throw new RuntimeError('an empty chain is no part of a chord: give it a step')
  return sent.handle as Handle
}
