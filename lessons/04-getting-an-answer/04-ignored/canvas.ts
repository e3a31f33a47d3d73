import { writeLog } from '../desk.ts'

export async function lesson() {
  // ---cut---
  const r =
    await writeLog.delay('hello')
  const value = await r.get()
  return { r, value }
  // ---cut-after---
}
