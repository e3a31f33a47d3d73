import type { JsonObject } from '../canvas/json.ts'
import type { DeclaredQueue } from './declaredQueue.ts'

/** A queue as Celery's workers describe one (kombu's `Queue.as_dict`). */
export const queueInfo = ({
  name,
  exchange,
  exchangeType,
  routingKey,
  maxPriority,
}: DeclaredQueue): JsonObject => ({
  name,
  exchange: {
    name: exchange,
    type: exchangeType,
    arguments: null,
    durable: true,
    passive: false,
    auto_delete: false,
    delivery_mode: null,
    no_declare: false,
  },
  routing_key: routingKey,
  queue_arguments: null,
  binding_arguments: null,
  consumer_arguments: null,
  durable: true,
  exclusive: false,
  auto_delete: false,
  no_ack: false,
  alias: null,
  bindings: [],
  no_declare: null,
  expires: null,
  message_ttl: null,
  max_length: null,
  max_length_bytes: null,
  max_priority: maxPriority,
})
