import { chain } from '../../../src/canvas/chain.ts'
import { chord } from '../../../src/canvas/chord.ts'
import { group } from '../../../src/canvas/group.ts'
import { rpcAdd, rpcSum, silentAdd, silentSum } from '../tasks.ts'

// A chord on a backend that cannot do chords, said or implied.
chord([rpcAdd.s(1, 1), rpcAdd.s(2, 2)], rpcSum.s())
//                                      ^ group(rpc.add, rpc.add) before rpc.sum is a chord, and the rpc result backend does not support chords: use redis:// as backend
chord(group(rpcAdd.s(1, 1), rpcAdd.s(2, 2)), rpcSum.si([1]))
//                                           ^ group(rpc.add, rpc.add) before rpc.sum is a chord, and the rpc result backend does not support chords: use redis:// as backend
chain(rpcAdd.s(1, 1), group(rpcAdd.s(1), rpcAdd.s(2)), rpcSum.s())
//                                                     ^ group(rpc.add, rpc.add) before rpc.sum is a chord, and the rpc result backend does not support chords: use redis:// as backend
chain(rpcAdd.s(1, 1), group(rpcAdd.s(1), rpcAdd.s(2)), rpcSum.si([1]))
//                                                     ^ group(rpc.add, rpc.add) before rpc.sum is a chord, and the rpc result backend does not support chords: use redis:// as backend
group(rpcAdd.s(1, 1), rpcAdd.s(2, 2)).pipe(rpcSum.s())
//                                         ^ group(rpc.add, rpc.add) before rpc.sum is a chord, and the rpc result backend does not support chords: use redis:// as backend
chord([silentAdd.s(1, 1), silentAdd.s(2, 2)], silentSum.s())
//                                            ^ group(silent.add, silent.add) before silent.sum is a chord, and the disabled result backend does not support chords: use redis:// as backend
