import type { Draft } from './drafts.ts'

/** What opening a file gave: its text, and a newer one that was not saved; or why there is none. */
export type FileOpened = { readonly text: string; readonly draft: Draft | null } | { readonly error: string }
