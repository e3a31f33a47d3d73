import {
  app,
  GatewayBusy,
} from 'celeriac/bank/overworked'

// ---cut---
const polite = app.task(
  'bank.polite',
  {
    autoretryFor: [GatewayBusy],
    retryBackoff: true,
    retryJitter: false,
  },
  (_account: number): string => {
    throw new GatewayBusy('try later')
  },
)

export async function lesson() {
  const r = await polite.delay(1234)
  return { r }
}
