import { app } from 'celeriac/bank/overworked'

// ---cut---
const statement = app.task(
  'bank.long_statement',
  {
    bind: true,
    timeLimit: 2,
    autoretryFor: [Error],
  },
  async (self, _account: number) => {
    try {
      await self.sleep(60)
      return 'the whole year'
    } catch {
      return 'this month'
    }
  },
)

export async function lesson() {
  const r = await statement.delay(1234)
  return { r }
}
