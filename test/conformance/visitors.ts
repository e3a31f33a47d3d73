import type { StampingVisitor, Stamps } from '../../src/canvas/stamp.ts'

const nothing = (): null => null

/** The visitors of `oracle/visitors.py` once more. */
export const visitors: Readonly<Record<string, StampingVisitor>> = {
  each: { onSignature: ({ task }) => ({ of: task }) },
  every: {
    onSignature: () => ({ on_signature: true }),
    onGroupStart: ({ kwargs }) => ({ on_group: kwargs.tasks.length }),
    onChainStart: ({ kwargs }) => ({ on_chain: kwargs.tasks.length }),
    onChordHeaderStart: () => ({ on_header: true }),
    onChordBody: () => ({ on_body: true }),
    onCallback: () => ({ on_callback: true }),
    onErrback: () => ({ on_errback: true }),
  },
  defaults: { onSignature: nothing, onGroupStart: ({ kwargs }) => ({ on_group: kwargs.tasks.length }) },
  same: {
    onSignature: () => ({ k: 'signature' }),
    onGroupStart: () => ({ k: 'group' }),
    onChainStart: () => ({ k: 'chain' }),
    onChordBody: () => ({ k: 'body' }),
    onCallback: () => ({ k: 'callback' }),
    onErrback: () => ({ k: 'errback' }),
  },
  lists: { onSignature: () => ({ k: ['signature'] }), onGroupStart: () => ({ k: ['group'] }) },
  some: { onSignature: () => ({ k: 1, priority: 5, stamped_headers: ['k'] }) },
  'per-task': { onSignature: ({ task }) => ({ [`of_${task}`]: 1 }) },
  seen: {
    onSignature: (_, stamps) => ({ told: names(stamps) }),
    onGroupStart: (_, stamps) => ({ outer: names(stamps) }),
  },
}

const names = (stamps: Stamps): readonly string[] => Object.keys(stamps).toSorted()
