import { Celery, chain } from 'celeriac'

// ---cut---
export const app = new Celery('bank')
const open = app.task(
  'bank.open',
  { bind: true },
  (self) => self.request.id,
)
const pass = app.task(
  'bank.pass',
  (first: string) => first,
)
const close = app.task(
  'bank.close',
  { bind: true },
  ({ request }, first: string) => ({
    id: request.id === first,
    parentId:
      request.parentId === first,
    rootId: request.rootId === first,
  }),
)

export async function lesson() {
  const r = await chain(
    open.s(),
    pass.s(),
    close.s(),
  ).delay()
  return { r, same: await r.get() }
}
