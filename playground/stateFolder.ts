import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the playground keeps what is its own, outside of the user's projects. */
export const stateFolder = (env: Readonly<Record<string, string | undefined>> = process.env): string => {
  const own = env.CELERIAC_STATE ?? ''
  if (own !== '') return own
  const state = env.XDG_STATE_HOME ?? ''
  return join(state === '' ? join(homedir(), '.local/state') : state, 'celeriac')
}
