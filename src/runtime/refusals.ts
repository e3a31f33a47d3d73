/** Why nothing can be waited for without a backend, in Celery's words. */
export const NO_BACKEND = `No result backend is configured.
Please see the documentation for more information.`

/** Why a task cannot wait for another. */
export const GET_INSIDE_TASK =
  'Never call result.get() within a task! It blocks a worker process that others may need. Chain the work instead, or give it as a callback.'

/** What a `get()` says that has waited long enough, in Celery's words. */
export const TIMED_OUT = 'The operation timed out.'
