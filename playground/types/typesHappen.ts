import type { Playground } from '../playground.ts'
import type { TypesHappening } from './typeServer.ts'

/** What the playground becomes when the language server has told something. */
export const typesHappen = (state: Playground, happening: TypesHappening): Playground => {
  const { types } = state
  switch (happening.type) {
    case 'typesStatus': {
      const { status, says } = happening
      const next = { ...types, status: status === 'restarting' ? 'starting' : status } as const
      return { ...state, types: next, note: says === null ? state.note : { says, isBad: true } }
    }
    case 'typesChecked': {
      const { version, tookMs, problems } = happening
      return { ...state, types: { ...types, version, tookMs, problems } }
    }
    case 'typesAnswered':
      if (happening.answers.length === 0 && types.answers.length === 0) return state
      return { ...state, types: { ...types, answers: happening.answers } }
    case 'typesHere':
      return { ...state, types: { ...types, here: happening.here } }
    case 'completions': {
      const { completion } = types
      if (completion === null || completion.from !== happening.from) return state
      return { ...state, types: { ...types, completion: { ...completion, items: happening.items } } }
    }
    case 'completionDetail': {
      const { completion } = types
      if (completion?.items == null) return state
      const { label, detail } = happening
      const items = completion.items.map((item) => (item.label === label ? { ...item, detail } : item))
      return { ...state, types: { ...types, completion: { ...completion, items } } }
    }
  }
}
