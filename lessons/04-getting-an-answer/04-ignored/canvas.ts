import { writeLog } from 'celeriac/bank/desk'

export async function lesson() {
  // ---cut---
  const r =
    await writeLog.delay('hello')
  const value = await r.get()
  return { r, value }
  // ---cut-after---
}
