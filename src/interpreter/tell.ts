import type { Hook } from './context.ts'
import type { CallHook } from './effect.ts'
import type { Ending } from './settle.ts'

/** Calls a hook of a task that has ended, if it has that one. */
export function tell(
  hook: Hook,
  state: CallHook['state'],
  end: CallHook['end'],
  { sender, effects }: Ending,
  traceback: string | null = null,
): void {
  if (sender.hooks?.has(hook)) effects.push({ type: 'call-hook', hook, state, end, traceback })
}
