/** Whether a task in this state has ended (celery/states.py, READY_STATES). */
export const isReady = (status: string): boolean => status === 'SUCCESS' || hasFailed(status)

/** Whether waiting for a task in this state raises (PROPAGATE_STATES). */
export const hasFailed = (status: string): boolean => status === 'FAILURE' || status === 'REVOKED'

/** Whether what is stored with this state is an exception (EXCEPTION_STATES). */
export const isException = (status: string): boolean => status === 'RETRY' || hasFailed(status)
