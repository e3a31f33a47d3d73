import { Celery } from '../../../src/canvas/celery.ts'

// Without strict nearly any canvas would pass: the app asks for it.
void new Celery('bank')
//              ^ canvases are checked with \"strictNullChecks\" alone: set \"strict\": true in tsconfig.json
void new Celery('bank', { broker: 'memory://' })
//              ^ canvases are checked with \"strictNullChecks\" alone: set \"strict\": true in tsconfig.json
