import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Json, JsonObject } from '../canvas/json.ts'
import type { DeclaredQueue } from '../protocol/declaredQueue.ts'
import type { Incoming } from '../protocol/decodeMessage.ts'
import type { Message } from '../protocol/message.ts'
import type { BrokerError } from './brokerError.ts'

/** A broker, as clients and workers use it. Nothing rejects or throws: what fails is a `BrokerError`. */
export interface Transport {
  /** Done once the broker has answered. */
  ping(): TaskEither<BrokerError, void>
  /** Publishes messages in this order; done once the broker has confirmed all of them. */
  publish(messages: readonly Message[]): TaskEither<BrokerError, void>
  /** Takes messages from queues, which it declares. */
  consume(queues: readonly string[], receiver: Receiver): TaskEither<BrokerError, Consumer>
  /** Sends a control command to the mailboxes of all workers. */
  broadcast(command: JsonObject): TaskEither<BrokerError, void>
  /** Opens a worker's mailbox; what comes back closes it. */
  openMailbox(hostname: string, onCommand: (command: unknown) => void): TaskEither<BrokerError, Close>
  /** Answers a control command. */
  reply(to: ReplyAddress, reply: JsonObject): TaskEither<BrokerError, void>
  /** Opens the queue of replies to this client's commands; what comes back closes it. */
  openReplies(oid: string, onReply: (reply: Reply) => void): TaskEither<BrokerError, Close>
  /** Tells whoever watches about tasks or workers: `task.multi`, `worker.heartbeat`. */
  sendEvents(routingKey: string, events: readonly JsonObject[]): TaskEither<BrokerError, void>
  /** Hears what workers and clients tell whoever watches, from now on; what comes back ends that. */
  openEvents(onEvents: (events: readonly unknown[]) => void): TaskEither<BrokerError, Close>
  /** Deletes queues with what is in them, and their exchanges. */
  deleteQueues(queues: readonly string[]): TaskEither<BrokerError, void>
  /** Closes all connections. */
  close(): Promise<void>
}

/** A message that was taken, and not yet acknowledged. */
export interface Delivery {
  /** Tells deliveries apart. */
  readonly tag: string
  readonly incoming: Incoming
}

/** Who gets the messages. */
export interface Receiver {
  readonly onMessage: (delivery: Delivery) => void
  /** Something that is not even an envelope; it has been rejected. */
  readonly onRubbish: (cause: string) => void
  /** Taking fails; it goes on by itself as soon as it can. */
  readonly onTrouble: (error: BrokerError) => void
}

/** A flow of messages. */
export interface Consumer {
  /** How many messages it may hold unacknowledged from now on. */
  prefetch(count: number): void
  /** The message is done with. */
  acknowledge(delivery: Delivery): TaskEither<BrokerError, void>
  /** The message is done with: it was none, or nobody here can run it. */
  reject(delivery: Delivery): TaskEither<BrokerError, void>
  /** The message is put back to the end of its queue. */
  requeue(delivery: Delivery): TaskEither<BrokerError, void>
  /** Takes messages from one more queue, which it declares. */
  add(queue: DeclaredQueue): TaskEither<BrokerError, void>
  /** Takes no more messages from a queue; what it holds of it stays with it. */
  cancel(queue: string): Promise<void>
  /** Takes no more messages. */
  pause(): Promise<void>
  /** Ends the flow: what is still unacknowledged goes back to its queue. */
  close(): Promise<void>
}

/** Where the answer to a control command goes. */
export interface ReplyAddress {
  readonly exchange: string
  readonly routingKey: string
  readonly ticket: string
}

/** An answer to a control command: what each worker said, by hostname. */
export interface Reply {
  readonly ticket: string
  readonly body: Json
}

/** Closes what was opened. */
export type Close = () => Promise<void>

/** What a transport has to know besides its URL. */
export interface TransportOptions {
  /** Names this process in the messages it sends. */
  readonly origin: string
  /** Seconds after which a message that was not acknowledged is delivered again (Redis). */
  readonly visibilityTimeout: number
  /** Stands before every key (Redis). */
  readonly globalKeyprefix: string
  /** How queues are declared. */
  readonly declared: (queue: string) => DeclaredQueue
}

/** The exchange of the workers' mailboxes. */
export const MAILBOX = 'celery.pidbox'
/** The exchange of replies to control commands. */
export const REPLIES = 'reply.celery.pidbox'
/** The exchange of events. */
export const EVENTS = 'celeryev'

/** The queue of a client's replies. */
export const replyQueue = (oid: string): string => `${oid}.${REPLIES}`
